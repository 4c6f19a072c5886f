import { createHash } from 'node:crypto'
import { join, resolve, sep } from 'node:path'
import type { MessageCode } from '../../messages/message.ts'
import { formatClustering } from '../catalogue/clustering-name.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { findClustering } from '../catalogue/runs.ts'
import type { Condition } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import { catalogueLabels } from '../labels/catalogue-labels.ts'
import type { LabelSource } from '../labels/label-source.ts'
import type { Subset } from '../labels/subset.ts'
import { type UidKey, uidKey, uidRemapper } from '../labels/uid-remap.ts'
import type { Unnamed } from '../labels/unnamed.ts'
import { isUndecoded } from '../pixels/decoder-pool.ts'
import { Random, sampleRanks } from '../random.ts'
import { writeManifest } from '../tables/export-files.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { CARD, datasetCard } from './card.ts'
import { type DatasetImages, chooseImages, type ChooseOptions } from './choose.ts'
import { classesOf, type DatasetClass } from './classes.ts'
import type { DatasetLayout, FormatContext, ListedSample, NamedSample } from './formats/format.ts'
import { LAYOUTS } from './formats/index.ts'
import { datasetManifest, readManifest } from './manifest.ts'
import { type DatasetFormat, type FrameChoice, type PixelOptions, SPLITS } from './options.ts'
import { type DatasetPart, partsOf } from './parts.ts'
import { countByClass, type DatasetPlan, planDataset, planHash, type SplitOptions } from './plan.ts'
import { Producer } from './produce.ts'
import { datasetSources } from './sources.ts'
import { writeImageTable } from './table.ts'
import { Tally } from './tally.ts'
import { MANIFEST, type PartLine, WorkFolder } from './work-folder.ts'

export interface DatasetOptions extends ChooseOptions, SplitOptions {
  clustering: string
  where?: readonly Condition[]
  clusters?: readonly number[]
  subset?: Subset
  unnamed?: Unnamed
  /** The folder. */
  out: string
  format: DatasetFormat
  pixels: PixelOptions
  frames: FrameChoice
  /** The key of the remapping of UIDs; without one, no UID is in the set. */
  uidKeyFile?: string
  dryRun: boolean
  /** Of the program. */
  version: string
}

/** What a set has, or would have. */
export interface DatasetReport {
  out: string
  format: DatasetFormat
  clustering: string
  /** Whether nothing was written. */
  dryRun: boolean
  /** Whether it was there already. */
  wasThere: boolean
  splits: { name: string; images: number; groups: number }[]
  classes: { name: string; folder: string; clusters: number[]; images: number[] }[]
  /** Images in all splits; of a dry run, those that can be read. */
  images: number
  samples: number
  /** Images of the catalogue that are not in the set, by why. */
  leftOut: Record<string, number>
  /** Those that could not be read, by the code of why. */
  missing: Record<string, number>
  /** Of the samples; of a dry run, estimated. */
  bytes: number
  /** It took, or would take. */
  seconds: number
  manifest: string
  uidKey?: { id: string; file: string; created: boolean }
}

/** Images that a dry run makes samples of. */
const TRIED = 64

/**
 * Writes a training set of the images of a clustering: samples, and beside them a table of these, a card for people and a manifest.
 * It goes on where it was stopped, and memory grows by a few numbers an image only.
 *
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `not-assigned`, `dataset-empty`, `dataset-encoding`, `dataset-shares`, `too-few-groups`,
 *   `pictures-not-looked-at`, `dataset-folder-taken`, `dataset-differs`, `dataset-unreadable`, `key-beside-labels`, `bad-key`, `disk-full` @throws CancelledError
 */
export async function writeDataset(
  reader: CatalogueReader,
  options: DatasetOptions,
  work: Work
): Promise<DatasetReport> {
  const started = performance.now()
  const { out, format, pixels, frames } = options
  refuse(options)
  const clustering = findClustering(reader.db, options.clustering)
  const source = catalogueLabels(reader, clustering, options)
  const { classes, classOf } = classesOf(source)
  const chosen = await chooseImages(source, classOf, options, work)
  if (chosen.instances.length === 0) {
    throw new MedoidError('dataset-empty', { clustering: formatClustering(clustering), images: source.count })
  }
  const filled = withoutEmptyClasses(classes, chosen)
  const plan = planDataset(source.tags, filled.chosen, filled.classes, options)
  tellPlan(plan, chosen, options, work)
  const leftOut = leftOutOf(reader, source, chosen)
  const common = { out, format, clustering: formatClustering(clustering), leftOut, manifest: join(out, MANIFEST) }
  if (options.dryRun) return { ...common, ...(await estimate(reader, plan, options, work)) }

  const key = options.uidKeyFile === undefined ? undefined : await keyApart(options.uidKeyFile, out)
  const settings = settingsOf(options, formatClustering(clustering), key)
  const hash = planHash(plan, settings)
  const done = await WorkFolder.open(out, hash)
  const parts = partsOf(plan, frames !== 'middle')
  const context: FormatContext = { folder: out, classes: plan.classes, pixels }
  if (done !== null) {
    const layout = LAYOUTS[format]
    await layout.prepare(context)
    await writeParts(reader, plan, parts, done, context, options, work)
    work.onProgress?.({ stage: 'Describing the dataset', done: 0, total: 1, unit: 'files' })
    const tally = new Tally(plan)
    for (const { number, split } of parts) tally.add(await done.lines(number), split)
    await layout.finish(context, (split) => listed(plan, parts, done, split))
    const mapUid = key === undefined ? null : uidRemapper(key)
    const table = await writeImageTable(out, reader, plan, parts, done, mapUid)
    const sources = datasetSources(reader, plan.instances)
    const manifest = datasetManifest({
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
      begun: done
    })
    await writeAtomically(join(out, CARD), (file) => file.writeFile(datasetCard(manifest)))
    await writeManifest(out, manifest, join(out, MANIFEST))
    await done.remove()
    work.onProgress?.({ stage: 'Describing the dataset', done: 1, total: 1, unit: 'files' })
  }
  const { splits, classes: counted, counts } = await readManifest(out)
  return {
    ...common,
    splits,
    classes: counted,
    images: counts.images,
    samples: counts.samples,
    missing: counts.missing,
    bytes: counts.bytes,
    dryRun: false,
    wasThere: done === null,
    seconds: (performance.now() - started) / 1000,
    uidKey: key && { id: key.id, file: key.file, created: key.created }
  }
}

/** @throws MedoidError `dataset-encoding`, `dataset-shares` */
function refuse({ format, pixels: { encoding }, validation, test }: DatasetOptions): void {
  if (LAYOUTS[format].refuses.includes(encoding)) throw new MedoidError('dataset-encoding', { format, encoding })
  if (validation + test >= 1) throw new MedoidError('dataset-shares', { validation, test })
}

/** Classes of which no image is left are none of the set. */
function withoutEmptyClasses(
  classes: readonly DatasetClass[],
  chosen: DatasetImages
): { classes: DatasetClass[]; chosen: DatasetImages } {
  const used = new Set(chosen.classes)
  const kept = classes.filter((_, i) => used.has(i))
  const numbers = new Map(kept.map((each, i) => [classes.indexOf(each), i]))
  return { classes: kept, chosen: { ...chosen, classes: chosen.classes.map((each) => numbers.get(each)!) } }
}

/** A group that holds more of the images than this is told of: splits cannot have their shares. */
const LARGE_GROUP = 0.5

function tellPlan(plan: DatasetPlan, chosen: DatasetImages, options: DatasetOptions, work: Work): void {
  const images = plan.instances.length
  if (plan.without > 0) {
    work.onMessage?.({
      code: 'dataset-without-group',
      parameters: { images: plan.without, of: images, unit: options.by }
    })
  }
  if (plan.largestGroup > LARGE_GROUP * images && images > 1) {
    const parameters = { images: plan.largestGroup, of: images, unit: options.by }
    work.onMessage?.({ code: 'dataset-large-group', parameters })
  }
  const withText = Object.values(chosen.burnedInKinds).reduce((sum, count) => sum + count, 0)
  if (options.burnedIn === 'keep' && withText > 0) {
    work.onMessage?.({ code: 'dataset-burned-in-kept', parameters: { images: withText } })
  }
  if (options.burnedIn === 'mask' && withText > 0) {
    work.onMessage?.({ code: 'dataset-burned-in-masked', parameters: { images: withText } })
  }
}

/** Every image of the catalogue that is not planned for has one reason here. */
function leftOutOf(reader: CatalogueReader, source: LabelSource, chosen: DatasetImages): Record<string, number> {
  const images = reader.images().length
  const rejected = source.edits?.rejected ?? 0
  const outside = images - source.count - source.excluded - source.unassigned - rejected
  const all = {
    'not-of-the-run': outside,
    'not-assigned': source.unassigned,
    rejected,
    'not-asked-for': source.excluded,
    ...chosen.leftOut
  }
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
}

/** Whoever hands on the folder would hand on the key with it. @throws MedoidError `key-beside-labels`; as `uidKey` */
async function keyApart(file: string, out: string): Promise<UidKey> {
  if (resolve(file).startsWith(resolve(out) + sep)) throw new MedoidError('key-beside-labels', { path: file })
  return uidKey(file, join(out, MANIFEST))
}

/** Whatever decides what is written, besides the images. */
function settingsOf(options: DatasetOptions, clustering: string, key: UidKey | undefined): object {
  const { format, pixels, frames, by, validation, test, seed, burnedIn, version } = options
  return { format, pixels, frames, by, validation, test, seed, burnedIn, version, clustering, uidKey: key?.id ?? null }
}

async function writeParts(
  reader: CatalogueReader,
  plan: DatasetPlan,
  parts: readonly DatasetPart[],
  done: WorkFolder,
  context: FormatContext,
  options: DatasetOptions,
  work: Work
): Promise<void> {
  const todo: DatasetPart[] = []
  for (const part of parts) if (!(await done.isDone(part.number))) todo.push(part)
  const total = plan.instances.length
  let written = total - todo.reduce((sum, { from, to }) => sum + to - from, 0)
  if (todo.length === 0) return
  const producer = new Producer(reader, total - written, options, work)
  const layout = LAYOUTS[options.format]
  try {
    for (const part of todo) {
      const lines: PartLine[] = []
      const before = written
      const tell = (row: number): void => {
        written = before + row + 1
        work.onProgress?.({ stage: 'Writing images', done: written, total, unit: 'images' })
      }
      await layout.write(context, part, namedSamples(producer, plan, part, context, layout, lines, tell))
      throwIfCancelled(work)
      refuseUnreadable(lines, part)
      await done.finishPart(part.number, lines)
      written = before + part.to - part.from
    }
    work.onProgress?.({ stage: 'Writing images', done: total, total, unit: 'images' })
  } finally {
    await producer.close()
  }
}

/** Codes of what is the archive's fault, not the image's: a share that is gone, a disk that does not answer. */
const OF_THE_ARCHIVE = new Set<string>(['file-unreadable', 'source-removed', 'decoder-late'] satisfies MessageCode[])

/** Fewer files may well have gone one by one. */
const LEAST_UNREADABLE = 10

/** Where no file of a part can be read, none of the others can, either. @throws MedoidError `dataset-unreadable` */
function refuseUnreadable(lines: readonly PartLine[], { from, to }: DatasetPart): void {
  const isGone =
    to - from >= LEAST_UNREADABLE && lines.every((line) => 'missing' in line && OF_THE_ARCHIVE.has(line.missing))
  if (isGone) throw new MedoidError('dataset-unreadable', { images: to - from })
}

async function* namedSamples(
  producer: Producer,
  plan: DatasetPlan,
  part: DatasetPart,
  { classes, pixels }: FormatContext,
  layout: DatasetLayout,
  lines: PartLine[],
  tell: (row: number) => void
): AsyncGenerator<NamedSample, void, void> {
  for await (const { place, frame, outcome } of producer.samples(plan.instances.subarray(part.from, part.to))) {
    const row = part.from + place
    const label = plan.classOf[row]
    const named = {
      name: nameOf(row, frame),
      extension: pixels.encoding === 'npy' ? ('npy' as const) : ('png' as const),
      label,
      className: classes[label].name,
      classFolder: classes[label].folder,
      cluster: plan.clusterOf[row],
      distance: plan.distances[row]
    }
    if (isUndecoded(outcome)) {
      lines.push({ row, missing: outcome.code })
    } else {
      const { bytes, ...about } = outcome
      yield { ...named, sample: outcome }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = layout.fileOf(part, { ...named, sample: outcome })
      lines.push({ row, file, name: named.name, bytes: bytes.length, sha256, ...about })
    }
    tell(place)
  }
}

/** Numbers of the set's own: no UID, no path. */
function nameOf(row: number, frame: number | null): string {
  const name = String(row).padStart(8, '0')
  return frame === null ? name : `${name}-${String(frame).padStart(4, '0')}`
}

async function* listed(
  plan: DatasetPlan,
  parts: readonly DatasetPart[],
  done: WorkFolder,
  split: number
): AsyncGenerator<ListedSample> {
  for (const part of parts) {
    if (part.split !== split) continue
    for (const line of await done.lines(part.number)) {
      if (!('missing' in line)) yield { name: line.name, label: plan.classOf[line.row] }
    }
  }
}

type Estimate = Omit<DatasetReport, 'out' | 'format' | 'clustering' | 'leftOut' | 'manifest' | 'uidKey'>

/** Makes samples of some images, drawn at random, and concludes from these to all. */
async function estimate(
  reader: CatalogueReader,
  plan: DatasetPlan,
  options: DatasetOptions,
  work: Work
): Promise<Estimate> {
  const images = plan.instances.length
  const ranks = sampleRanks(images, TRIED, new Random(options.seed, 3))
  const tried = Uint32Array.from(ranks, (rank) => plan.instances[rank])
  const producer = new Producer(reader, images, options, work)
  const missing: Record<string, number> = {}
  const read = new Set<number>()
  let [samples, bytes] = [0, 0]
  // The first one waits for the processes to begin.
  let since = performance.now()
  try {
    for await (const { place, outcome } of producer.samples(tried)) {
      if (samples === 0) since = performance.now()
      if (isUndecoded(outcome)) missing[outcome.code] = (missing[outcome.code] ?? 0) + 1
      else {
        read.add(place)
        samples++
        bytes += outcome.bytes.length
      }
      work.onProgress?.({ stage: 'Trying some images', done: place + 1, total: tried.length, unit: 'images' })
    }
  } finally {
    await producer.close()
  }
  const seconds = (performance.now() - since) / 1000
  const factor = images / tried.length
  const counts = countByClass(plan)
  return {
    dryRun: true,
    wasThere: false,
    splits: SPLITS.map((name, split) => ({
      name,
      images: plan.starts[split + 1] - plan.starts[split],
      groups: plan.groups[split]
    })),
    classes: plan.classes.map((each, i) => ({ ...each, images: counts[i] })),
    images,
    samples: Math.round(samples * factor),
    missing: Object.fromEntries(Object.entries(missing).map(([code, count]) => [code, Math.round(count * factor)])),
    bytes: Math.round(bytes * factor),
    seconds: seconds * factor
  }
}
