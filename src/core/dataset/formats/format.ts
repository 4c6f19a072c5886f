import type { DatasetClass } from '../classes.ts'
import type { PixelOptions } from '../options.ts'
import type { DatasetPart } from '../parts.ts'
import type { Sample } from '../sample.ts'

/** A sample with what it is called, and what its class is. */
export interface NamedSample {
  /** Of its file, without an extension: a number of the set's own, which tells nothing of where it came from. */
  name: string
  extension: 'png' | 'npy'
  /** Number of its class, and what that is called. */
  label: number
  className: string
  classFolder: string
  cluster: number
  /** √(1 − S) to the medoid of its cluster. */
  distance: number
  sample: Sample
}

/** Where samples go. */
export interface FormatContext {
  /** Of the dataset. */
  folder: string
  classes: readonly DatasetClass[]
  pixels: PixelOptions
}

/** A sample that was written, as indexes list it. */
export type ListedSample = Pick<NamedSample, 'name' | 'label'>

/** How a set lies in its folder. */
export interface DatasetLayout {
  /** Encodings that its readers cannot read. */
  refuses: readonly PixelOptions['encoding'][]
  /** Makes the folders that are there whether or not they hold anything. */
  prepare(this: void, context: FormatContext): Promise<void>
  /** Where a sample of a part is, from the dataset's folder: of a file that holds many samples, that. */
  fileOf(this: void, part: DatasetPart, named: NamedSample): string
  /** Writes the samples of a part; done again, it writes the same bytes. */
  write(this: void, context: FormatContext, part: DatasetPart, samples: AsyncIterable<NamedSample>): Promise<void>
  /** Writes what stands beside all samples. */
  finish(this: void, context: FormatContext, samples: (split: number) => AsyncIterable<ListedSample>): Promise<void>
}
