import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { formatClustering } from '../catalogue/clustering-name.ts'
import type { EditSummary } from '../catalogue/edit-summary.ts'
import { PICTURE_VERSION } from '../pixels/picture.ts'
import type { Condition } from '../conditions.ts'
import type { LabelSource } from '../labels/label-source.ts'
import type { UidKey } from '../labels/uid-remap.ts'
import { publicConditions } from '../labels/public-parameters.ts'
import { anyText, fields, type Infer, integer, list, number, parse } from '../schema.ts'
import type { WrittenTable } from '../tables/write-table.ts'
import type { DatasetImages } from './choose.ts'
import { SHARED_TAGS } from './groups.ts'
import { type DatasetFormat, type FrameChoice, type PixelOptions, SPLITS, type SplitUnit } from './options.ts'
import type { DatasetPlan } from './plan.ts'
import type { DatasetSource } from './sources.ts'
import { TABLE } from './table.ts'
import type { Tally } from './tally.ts'
import { MANIFEST, type WorkFolder } from './work-folder.ts'
import type { DatasetOptions } from './write-dataset.ts'

/** What stands in `manifest.json` of a dataset. */
export interface DatasetManifest {
  schema: 'medoid-dataset'
  schemaVersion: 1
  /** Tells what it was made of, and how, from anything else; ISO 8601, UTC, when it was begun. */
  plan: string
  created: string
  program: { name: 'medoid'; version: string }
  format: DatasetFormat
  pixels: PixelOptions & { frames: FrameChoice; decoders: number }
  run: { clustering: string; created: string; program: string; parameters: unknown; edits: EditSummary | null }
  sources: DatasetSource[]
  where: readonly Condition[]
  only: { clusters: readonly number[] | null; named: boolean }
  choice: Pick<DatasetOptions, 'burnedIn' | 'maxDistance' | 'minSilhouette' | 'perClass' | 'dropDuplicates'>
  split: {
    by: SplitUnit
    seed: number
    shares: Record<string, number>
    /** Values of these tags that lie in several splits. */
    disjoint: { tags: readonly string[]; sharedValues: 0 }
    /** Images without a value of the first of them. */
    without: number
  }
  splits: { name: string; images: number; samples: number; groups: number }[]
  classes: { name: string; folder: string; clusters: number[]; images: number[] }[]
  counts: {
    /** Of the catalogue: those with a sample, those left out and those missing. */
    catalogue: number
    images: number
    samples: number
    bytes: number
    leftOut: Record<string, number>
    missing: Record<string, number>
    missingFrames: number
    /** Of the images of the clustering, by kind. */
    burnedInKinds: Record<string, number>
  }
  /** Samples by where their window came from, and by what was remarked of their file. */
  windows: Record<string, number>
  remarks: Record<string, number>
  clipped: { samples: number; pixels: number }
  /** Samples in which text was looked for, those in which some was blacked out, and in how many places: the table lists them. */
  masked: { searched: number; samples: number; regions: number }
  /** Of each sample. */
  table: { name: string; rows: number; bytes: number; sha256: string }
  phi: { uids: 'none' | 'remapped'; uidKey?: string; leftOut: { what: string; why: string }[] }
}

interface Described {
  plan: DatasetPlan
  sources: DatasetSource[]
  tally: Tally
  source: LabelSource
  chosen: DatasetImages
  leftOut: Record<string, number>
  options: DatasetOptions
  key: UidKey | undefined
  table: WrittenTable
  hash: string
  begun: Pick<WorkFolder, 'created'>
}

const LEFT_OUT = [
  { what: 'headers: every name, identifier, date, description and private element', why: 'they tell of people' },
  { what: 'paths of files', why: 'folders and files are often named after patients' },
  { what: 'UIDs as they are in the files', why: 'they lead back to people' },
  { what: 'overlays, and text chunks in pictures', why: 'people write names into them' }
]

export function datasetManifest({
  plan,
  sources,
  tally,
  source,
  chosen,
  leftOut,
  options,
  key,
  table,
  hash,
  begun
}: Described): DatasetManifest {
  const { by, seed, validation, test, format, pixels, frames, version } = options
  const { burnedIn, maxDistance, minSilhouette, perClass, dropDuplicates } = options
  const images = sum(tally.images)
  const missing = sum(Object.values(tally.missing))
  return {
    schema: 'medoid-dataset',
    schemaVersion: 1,
    plan: hash,
    created: begun.created,
    program: { name: 'medoid', version },
    format,
    pixels: { ...pixels, frames, decoders: PICTURE_VERSION },
    run: {
      clustering: formatClustering(source),
      created: source.created,
      program: source.program,
      parameters: source.parameters,
      edits: source.edits
    },
    sources,
    where: publicConditions(options.where ?? [], source.tags.tags()),
    only: { clusters: source.chosen, named: source.subset === 'named' },
    choice: { burnedIn, maxDistance, minSilhouette, perClass, dropDuplicates },
    split: {
      by,
      seed,
      shares: { train: 1 - validation - test, validation, test },
      disjoint: { tags: SHARED_TAGS[by], sharedValues: 0 },
      without: plan.without
    },
    splits: SPLITS.map((name, i) => ({
      name,
      images: tally.images[i],
      samples: tally.samples[i],
      groups: plan.groups[i]
    })),
    classes: plan.classes.map((each, i) => ({ ...each, images: tally.byClass[i] })),
    counts: {
      catalogue: images + missing + sum(Object.values(leftOut)),
      images,
      samples: sum(tally.samples),
      bytes: tally.bytes,
      leftOut,
      missing: tally.missing,
      missingFrames: tally.missingFrames,
      burnedInKinds: chosen.burnedInKinds
    },
    windows: tally.windows,
    remarks: tally.remarks,
    clipped: { samples: tally.clippedSamples, pixels: tally.clippedPixels },
    masked: { searched: tally.searchedSamples, samples: tally.maskedSamples, regions: tally.maskedRegions },
    table: { name: TABLE, rows: table.rows, bytes: table.bytes, sha256: table.sha256 },
    phi: { uids: key === undefined ? 'none' : 'remapped', uidKey: key?.id, leftOut: LEFT_OUT }
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0)
}

const count = integer(0, Number.MAX_SAFE_INTEGER)

/** What is told of a set that is there. */
const summary = fields({
  splits: list(fields({ name: anyText, images: count, groups: count }), 3),
  classes: list(fields({ name: anyText, folder: anyText, clusters: list(number), images: list(count, 3) }), 65_536),
  counts: fields({ images: count, samples: count, bytes: count, missing: v.record(v.string(), count) })
})

/** @throws MedoidError `invalid-arguments` where somebody has changed it */
export async function readManifest(folder: string): Promise<Infer<typeof summary>> {
  return parse(summary, JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')), MANIFEST)
}
