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

/**
 * Which tags a catalogue takes, by those that its live instances hold. As long as they are fewer than the smallest limit, nobody asks
 * what they are: the dictionaries that tell it are large.
 */
export class TagQuota {
  private total = 0
  /** Those that were added and not looked at yet. */
  private readonly waiting: Place[] = []
  private nested = 0
  private other = 0
  private readonly ofCreator = new Map<string, number>()

  /** Tags that count. */
  get used(): number {
    this.count()
    return this.nested + this.other
  }

  /** Whether any limit may be near, so that it matters which tags live instances hold. */
  get isTight(): boolean {
    return this.total >= MOST_OF_CREATOR && this.used >= MOST_OF_CREATOR
  }

  /** Counts a tag that is held, if its share is limited. */
  add(place: Place): void {
    this.total++
    this.waiting.push(place)
  }

  hasRoom(place: Place): boolean {
    if (this.total < MOST_OF_CREATOR) return true
    this.count()
    const { share, creator } = shareOf(place)
    if (share === 'nested') return this.nested < MOST_NESTED
    return share === 'known' || (this.other < MOST_OTHER && (this.ofCreator.get(creator) ?? 0) < MOST_OF_CREATOR)
  }

  clear(): void {
    this.total = this.waiting.length = this.nested = this.other = 0
    this.ofCreator.clear()
  }

  private count(): void {
    for (const place of this.waiting) {
      const { share, creator } = shareOf(place)
      if (share === 'nested') this.nested++
      if (share !== 'other') continue
      this.other++
      this.ofCreator.set(creator, (this.ofCreator.get(creator) ?? 0) + 1)
    }
    this.waiting.length = 0
  }
}
