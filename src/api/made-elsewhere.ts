import type { MadeByPeople } from '../core/catalogue/made-by-people.ts'

type States = Record<MadeByPeople, string>

/** How often a catalogue is looked at, in milliseconds: a question of some microseconds as long as nobody writes to it. */
const EVERY_MILLISECONDS = 1000

/** Notices what other processes make in the catalogue that is open. */
export class MadeElsewhere {
  private readonly ask: (catalogue: string) => Promise<States | null>
  private readonly tell: (catalogue: string, what: MadeByPeople[]) => void
  private catalogue: string | null = null
  private known: States | null = null
  private timer: NodeJS.Timeout | undefined

  /**
   * @param ask how far everything is; null where nothing was written since that was asked last
   * @param tell hears what was made
   */
  constructor(
    ask: (catalogue: string) => Promise<States | null>,
    tell: (catalogue: string, what: MadeByPeople[]) => void
  ) {
    this.ask = ask
    this.tell = tell
  }

  /** @param catalogue null: none */
  follow(catalogue: string | null): void {
    clearTimeout(this.timer)
    this.catalogue = catalogue
    this.known = null
    if (catalogue === null) return
    void this.look(false)
    this.goOn()
  }

  /** Takes for known what this process has made. */
  async seen(): Promise<void> {
    await this.look(false)
  }

  private goOn(): void {
    this.timer = setTimeout(() => void this.look(true).then(() => this.goOn()), EVERY_MILLISECONDS)
    this.timer.unref()
  }

  private async look(tells: boolean): Promise<void> {
    const { catalogue } = this
    if (catalogue === null) return
    let now: States | null
    try {
      now = await this.ask(catalogue)
    } catch {
      // What is wrong with the catalogue, whoever asks for something in it is told.
      return
    }
    if (now === null || catalogue !== this.catalogue) return
    const { known } = this
    this.known = now
    const what = (Object.keys(now) as MadeByPeople[]).filter((name) => known !== null && known[name] !== now[name])
    if (tells && what.length > 0) this.tell(catalogue, what)
  }
}
