import type { Message } from '../messages/message.ts'

/** How many images a kind of remark is on, and the first of them with the remark on it. */
export type CountedRemark = Message & { images: number; instance: number }

/** What is told of one image. */
export interface RemarkedInstance {
  instance: number
  remarks: readonly Message[]
}

/** Counts remarks by code: as much memory for any number of images. */
export class RemarkCounts {
  private readonly counts: Map<string, CountedRemark>

  /** @param before what was counted already */
  constructor(before: readonly CountedRemark[] = []) {
    this.counts = new Map(before.map((each) => [each.code, { ...each }]))
  }

  add({ instance, remarks }: RemarkedInstance): void {
    const seen = new Set<string>()
    for (const remark of remarks) {
      const { code } = remark
      if (seen.has(code)) continue
      seen.add(code)
      const known = this.counts.get(code)
      if (known !== undefined) known.images++
      else this.counts.set(code, { ...remark, images: 1, instance })
    }
  }

  /** The most frequent first. */
  list(): CountedRemark[] {
    return [...this.counts.values()].sort((a, b) => b.images - a.images)
  }
}
