import type { TagDefinition } from '../dicom/batch.ts'
import { shareOf } from '../dicom/tag-shares.ts'

/**
 * Different tags of a share that live instances may hold, and of one private creator: real archives have 700 nested ones, 1,900
 * private ones and 150 of a creator. What is known at the top level is never refused.
 */
const MOST_NESTED = 24_576
const MOST_OTHER = 32_768
const MOST_OF_CREATOR = 4096

type Place = Omit<TagDefinition, 'vr'>

/** Which tags a catalogue takes, by those that its live instances hold. */
export class TagQuota {
  private nested = 0
  private other = 0
  private readonly ofCreator = new Map<string, number>()

  /** Tags that count. */
  get used(): number {
    return this.nested + this.other
  }

  /** Whether any limit may be near, so that it matters which tags live instances hold. */
  get isTight(): boolean {
    return this.used >= MOST_OF_CREATOR
  }

  /** Counts a tag that is held, if its share is limited. */
  add(place: Place): void {
    const { share, creator } = shareOf(place)
    if (share === 'nested') this.nested++
    if (share !== 'other') return
    this.other++
    this.ofCreator.set(creator, (this.ofCreator.get(creator) ?? 0) + 1)
  }

  hasRoom(place: Place): boolean {
    const { share, creator } = shareOf(place)
    if (share === 'nested') return this.nested < MOST_NESTED
    return share === 'known' || (this.other < MOST_OTHER && (this.ofCreator.get(creator) ?? 0) < MOST_OF_CREATOR)
  }

  clear(): void {
    this.nested = this.other = 0
    this.ofCreator.clear()
  }
}
