/** How many images something was told of. */
export interface CountedRemark {
  /** What kind of remark, see pixels/remarks.ts. */
  code: string
  images: number
  /** The first of them, and the sentence about it. */
  instance: number
  message: string
}

/** What is told of one image. */
export interface RemarkedInstance {
  instance: number
  remarks: readonly { code: string; message: string }[]
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
    for (const { code, message } of remarks) {
      if (seen.has(code)) continue
      seen.add(code)
      const known = this.counts.get(code)
      if (known !== undefined) known.images++
      else this.counts.set(code, { code, images: 1, instance, message })
    }
  }

  /** The most frequent first. */
  list(): CountedRemark[] {
    return [...this.counts.values()].sort((a, b) => b.images - a.images)
  }
}
