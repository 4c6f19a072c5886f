import { SPLITS } from './options.ts'
import type { DatasetPlan } from './plan.ts'
import type { PartLine } from './work-folder.ts'

/** What came of the images of a plan. */
export class Tally {
  /** Images with a sample, and samples, by split. */
  readonly images: [number, number, number] = [0, 0, 0]
  readonly samples: [number, number, number] = [0, 0, 0]
  /** Images with a sample by class, in each split. */
  readonly byClass: [number, number, number][]
  bytes = 0
  /** Images without a sample, by the code of why. */
  readonly missing: Record<string, number> = {}
  /** Frames that could not be read of images of which others could. */
  missingFrames = 0
  /** Samples by where their window came from. */
  readonly windows: Record<string, number> = {}
  /** Samples with a remark, by its code. */
  readonly remarks: Record<string, number> = {}
  /** Pixels of 16 bits that were beyond what these hold, and samples with such. */
  clippedPixels = 0
  clippedSamples = 0
  /** Samples in which text was looked for, those in which some was blacked out, and how often. */
  searchedSamples = 0
  maskedSamples = 0
  maskedRegions = 0
  private readonly plan: DatasetPlan

  constructor(plan: DatasetPlan) {
    this.plan = plan
    this.byClass = plan.classes.map((): [number, number, number] => [0, 0, 0])
  }

  /** @param lines of a part: all of each of its images */
  add(lines: readonly PartLine[], split: number): void {
    const written = new Set<number>()
    for (const line of lines) {
      if ('missing' in line) continue
      if (!written.has(line.row)) {
        written.add(line.row)
        this.images[split]++
        this.byClass[this.plan.classOf[line.row]][split]++
      }
      this.samples[split]++
      this.bytes += line.bytes
      if (line.window !== null) count(this.windows, line.window.from)
      for (const remark of new Set(line.remarks)) count(this.remarks, remark)
      this.clippedPixels += line.clipped
      if (line.clipped > 0) this.clippedSamples++
      if (line.masked !== null) this.searchedSamples++
      if (line.masked !== null && line.masked.length > 0) this.maskedSamples++
      this.maskedRegions += line.masked?.length ?? 0
    }
    const without = new Set<number>()
    for (const line of lines) {
      if (!('missing' in line)) continue
      if (written.has(line.row)) this.missingFrames++
      else if (!without.has(line.row)) {
        without.add(line.row)
        count(this.missing, line.missing)
      }
    }
  }

  /** Splits that were to have images of a class, or of any, and have none. */
  get emptyIn(): { name: string; splits: string[] }[] {
    const used = SPLITS.map((_, split) => this.images[split] > 0)
    return this.plan.classes.flatMap(({ name }, i) => {
      const splits = SPLITS.filter((_, split) => used[split] && this.byClass[i][split] === 0)
      return splits.length === 0 ? [] : [{ name, splits }]
    })
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}
