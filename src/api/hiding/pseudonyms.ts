import { basename, dirname, isAbsolute, sep } from 'node:path'
import type { JobRecord } from '../../jobs/record.ts'
import type { Message } from '../../messages/message.ts'
import { hideChoices } from './choices.ts'
import { replaceMarks } from './marks.ts'
import { mapTexts } from './map-texts.ts'

const PSEUDONYM = /\[hidden (\d+)\]/g

/** Paths that a message of the system holds: `ENOENT: no such file or directory, open '/data/DOE/1.dcm'`. Names may have quotes in them. */
const QUOTED = /'((?:\/|[A-Za-z]:[\\/]|\\\\).*)'/gs

/**
 * What windows see instead of personal text: `[hidden 3]`, the same for the same text as long as the host runs. Whatever they ask with
 * it is about that text, so that a hidden value can still be chosen, and a hidden folder be opened.
 */
export class Pseudonyms {
  private readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()

  of(text: string): string {
    if (text === '') return ''
    let number = this.numbers.get(text)
    if (number === undefined) this.numbers.set(text, (number = this.texts.push(text)))
    return `[hidden ${number}]`
  }

  /** A job tells in words what is kept of it as data: what it was asked for, and what came of it. */
  ofJob(job: JobRecord): JobRecord {
    const chosen = hideChoices(
      job.parameters,
      () => true,
      (value) => this.of(value)
    )
    return { ...this.withoutPaths({ ...job, parameters: chosen }), catalogue: this.ofCatalogue(job.catalogue) }
  }

  /** A catalogue keeps its name, which a person gave it; its folder is hidden. */
  ofCatalogue(path: string): string {
    const folder = dirname(path)
    return `${this.of(folder)}${sep}${basename(path)}`
  }

  /** Of what a process of the service answers: what it has marked. */
  shown<T>(answer: T): T {
    return mapTexts(answer, (text) => replaceMarks(text, (personal) => this.of(personal))) as T
  }

  /** Of a message, and of anything else that holds paths in texts of their own. */
  withoutPaths<T>(value: T): T {
    return mapTexts(value, (text) =>
      isAbsolute(text) ? this.of(text) : text.replace(QUOTED, (_, path: string) => `'${this.of(path)}'`)
    ) as T
  }

  ofMessage(message: Message): Message {
    return { ...message, parameters: this.withoutPaths<unknown>(message.parameters) } as Message
  }

  /** What a window means that asks with pseudonyms. @param onFound hears each text that one stood for */
  meant<T>(given: T, onFound: (text: string) => void = () => undefined): T {
    if (this.texts.length === 0) return given
    return mapTexts(given, (text) =>
      text.replace(PSEUDONYM, (all, number: string) => {
        const found = this.texts[Number(number) - 1]
        if (found === undefined) return all
        onFound(found)
        return found
      })
    ) as T
  }

  /** What came of texts that a window knows by their pseudonyms only. @param texts as `meant` found them */
  again<T>(value: T, texts: ReadonlySet<string>): T {
    if (texts.size === 0) return value
    const longestFirst = [...texts].sort((a, b) => b.length - a.length)
    return mapTexts(value, (text) =>
      longestFirst.reduce((left, each) => left.replaceAll(each, this.of(each)), text)
    ) as T
  }
}
