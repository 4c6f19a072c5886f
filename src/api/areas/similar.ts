import * as v from 'valibot'
import { readable } from '../../core/catalogue/names.ts'
import { CancelledError } from '../../core/errors.ts'
import { DecoderPool } from '../../core/pixels/decoder-pool.ts'
import { PICTURE_SIDE } from '../../core/pixels/picture.ts'
import { type Infer, integer, object, oneOf, optional, type Schema, text } from '../../core/schema.ts'
import { findSimilar } from '../../core/similar/find.ts'
import { FILE_INSTANCE, FileSource } from '../../core/similar/file-source.ts'
import { askedOf, namedImage, runFor } from '../../core/similar/query.ts'
import { type By, BY } from '../../core/similar/similar.ts'
import { explainer, joined, type WhySimilar } from '../../core/similar/why.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import { throwIfCancelled, type Work } from '../../core/work.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { MOST_SIMILAR, weightOfPixels } from '../../jobs/definitions/similar.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { similarMeans } from '../catalogue/similar-means.ts'
import { SHOWN_CHARACTERS } from '../catalogue/tag-values.ts'
import { slowQuestion } from '../method.ts'
import { instance } from './arguments.ts'

export type { ColumnWhy, WhySimilar } from '../../core/similar/why.ts'
export type { By } from '../../core/similar/similar.ts'

/** An image that is like the one asked about, as a window shows it. */
export interface SimilarImageRow {
  instance: number
  distance: number
  /** √(1 − S); null where they share no column, or tags do not count. */
  tags: number | null
  /** 1 − cos; null where one has no vector, or pixels do not count. */
  pixels: number | null
  /** Columns that the distance by tags rests on, and those that count; null where tags do not count. */
  columns: { shared: number; of: number } | null
  /** Of its header; '' where it has none. */
  modality: string
  bodyPart: string
  seriesDescription: string
}

export interface SimilarImages {
  by: By
  /** The run whose features images are compared by; null where tags do not count. */
  run: number | null
  /** The model whose vectors are compared, and how many images have none; null where pixels do not count. */
  model: { id: number; without: number } | null
  /** The most alike first. */
  rows: SimilarImageRow[]
}

/** A file outside the archive that a person chose. */
export interface OutsideFile {
  path: string
  modality: string
  seriesDescription: string
  /** `side` × `side` grey levels in base64, or why there are none. */
  picture: { grey: string; side: number } | { reason: string }
  /** The image of the catalogue that it is, or a copy of; null where it is new. */
  instance: number | null
}

/** An image of the catalogue, or a file that a person chose. */
export type SimilarOf = { instance: number } | { file: string }
const oneInstance = object({ instance })
const oneFile = object({ file: text() })
const of: Schema<SimilarOf> = v.lazy((given): Schema<SimilarOf> =>
  typeof given === 'object' && given !== null && 'file' in given ? oneFile : oneInstance
)
const how = { run: optional(clusteringName), by: oneOf(...BY), weight: weightOfPixels }
const images = object({ of, ...how, count: integer(1, MOST_SIMILAR) })
const pair = object({ of, run: optional(clusteringName), other: instance })

/** Images that are like one of the catalogue, or like a file outside it. */
export const similar = {
  'similar.images': slowQuestion(images, similarImages),
  'similar.why': slowQuestion(pair, whySimilar),
  'similar.file': slowQuestion(oneFile, outsideFile)
}

async function similarImages(
  catalogue: OpenCatalogue,
  given: Infer<typeof images>,
  work: Work
): Promise<SimilarImages> {
  const { reader } = catalogue
  const { by, weight: alpha, count } = given
  const means = similarMeans(catalogue)
  const run = by === 'pixels' ? null : runFor(reader, given.run)
  const search = { by, alpha, count }
  const table = (): ReturnType<typeof means.table> => means.table(run!)
  if (by === 'tags') {
    const found = await findSimilar(reader, { table, pixels: noPixels }, given.of, search, work)
    return { by, run: run!.id, model: null, rows: rowsOf(catalogue, found) }
  }
  return means.withPixels(work, async ({ model, without, pixels: vectors }, scale) => {
    const pixels = () => ({ model, vectors, scale: () => scale(run!) })
    const found = await findSimilar(reader, { table, pixels }, given.of, search, work)
    return { by, run: run?.id ?? null, model: { id: model, without }, rows: rowsOf(catalogue, found) }
  })
}

function noPixels(): never {
  throw new Error('Pixels are asked for where tags alone count.')
}

/** What the headers of what is found say that tells images apart at a glance. */
function rowsOf({ reader }: OpenCatalogue, found: Awaited<ReturnType<typeof findSimilar>>): SimilarImageRow[] {
  const ids = Uint32Array.from(found, ({ instance }) => instance).sort()
  const place = new Map(Array.from(ids, (id, i) => [id, i]))
  const texts = (keyword: string): string[] => {
    const tag = reader.find(keyword)
    if (tag === undefined) return []
    const { codes, texts } = reader.column(tag.id, ids)
    return Array.from(codes, (code) => (code < FIRST_VALUE ? '' : texts[code].slice(0, SHOWN_CHARACTERS)))
  }
  const [modality, bodyPart, seriesDescription] = ['Modality', 'BodyPartExamined', 'SeriesDescription'].map(texts)
  return found.map(({ instance, distance, tags, pixels, why }) => {
    const at = place.get(instance)!
    return {
      instance,
      distance,
      tags,
      pixels,
      columns: why && { shared: why.shared, of: why.columns },
      modality: modality[at] ?? '',
      bodyPart: bodyPart[at] ?? '',
      seriesDescription: seriesDescription[at] ?? ''
    }
  })
}

/** Why an image is as much like the one asked about as it is: by tags, in its columns. */
function whySimilar(catalogue: OpenCatalogue, given: Infer<typeof pair>): WhySimilar {
  const { reader } = catalogue
  const table = similarMeans(catalogue).table(runFor(reader, given.run))
  const { row } = askedOf(reader, table, given.of)
  const other = askedOf(reader, table, { instance: given.other }).row
  return explainer(joined(row, other), table)(0, 1)
}

/** What a window shows of a file: its picture is decoded in a process of its own, as those of the archive are. */
async function outsideFile(
  { reader }: OpenCatalogue,
  { file }: Infer<typeof oneFile>,
  work: Work
): Promise<OutsideFile> {
  const named = namedImage(reader, file)
  const source = new FileSource(file, reader.tags())
  const textOf = (keyword: string): string => {
    const tag = reader.find(keyword)
    return tag === undefined ? '' : source.column(tag.id, FILE_INSTANCE).texts[FIRST_VALUE].slice(0, SHOWN_CHARACTERS)
  }
  return {
    path: readable(file),
    modality: textOf('Modality'),
    seriesDescription: textOf('SeriesDescription'),
    picture: await pictureOf(file, work),
    instance: 'instance' in named ? named.instance : named.copy
  }
}

async function pictureOf(path: string, work: Work): Promise<OutsideFile['picture']> {
  const pool = new DecoderPool(1)
  const cancel = (): void => void pool.close(new CancelledError())
  work.signal?.addEventListener('abort', cancel)
  try {
    throwIfCancelled(work)
    const outcome = await pool.picture(path)
    if ('reason' in outcome) return { reason: outcome.reason }
    return { grey: Buffer.from(outcome.picture).toString('base64'), side: PICTURE_SIDE }
  } finally {
    work.signal?.removeEventListener('abort', cancel)
    await pool.close()
  }
}
