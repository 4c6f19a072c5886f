import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { checkedCorrections, type CorrectionDecision } from '../catalogue/corrections/log.ts'
import { isDerived } from '../catalogue/derived-names.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import type { Tag } from '../catalogue/types.ts'
import { isPhi } from '../features/decide.ts'
import { isPersonalAttribute } from '../features/personal.ts'
import { writeAtomically } from '../files.ts'
import { uidKey, type UidKey, uidRemapper } from '../labels/uid-remap.ts'
import { parseDecimal } from '../numbers.ts'
import { type ExportFile, manifestBeside, refuseToReplaceOthers, writeManifest } from '../tables/export-files.ts'
import { refuseToReplaceData } from '../tables/refuse.ts'
import type { TableBatch } from '../tables/table.ts'
import { writeTable } from '../tables/write-table.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { correctedAttributes, type CorrectedImage, correctedValues } from './corrected-values.ts'
import { CORRECTION_FORMATS } from './limits.ts'

interface CorrectionExport {
  format: (typeof CORRECTION_FORMATS)[number]
  /** The file to write; the manifest is `<out>.manifest.json`. */
  out: string
  /** Remap UIDs with the key in this file; where it does not exist, a new key is written to it. */
  uidKeyFile?: string
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
  /** Of the program, for the manifest. */
  version: string
}

export interface ExportedCorrections {
  out: string
  manifest: string
  /** Corrected values that were written, and of how many images. */
  values: number
  images: number
  /** Values that a patch cannot have. */
  leftOut: number
  uidKey?: { id: string; file: string; created: boolean }
}

/** What stands beside exported corrections: `<file>.manifest.json`. */
interface CorrectionManifest {
  schema: 'medoid-corrections'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string }
  file: ExportFile
  format: string
  values: number
  images: number
  leftOut: number
  uids: { remapped: false } | { remapped: true; key: string }
}

/**
 * Writes every value of a live instance that people corrected. What may be in it is an allow-list: values of attributes that tell of
 * nobody (`isPersonalAttribute`), what the file has instead unless such text differs from image to image, who decided and when. Reasons and conditions, which
 * are free text, stay in the catalogue.
 *
 * As `json` it is a list of data sets in the DICOM JSON model (PS3.18, annex F): the SOP Instance UID of an image and its new elements; one without
 * a value has to be emptied. Private, nested and derived elements are left out: a script could not put them into a file by their tag alone.
 *
 * @param reader with corrections
 * @throws MedoidError `not-an-export`, `key-beside-labels`, `bad-key`, and as `writeAtomically` does @throws CancelledError
 */
export async function writeCorrections(
  reader: CatalogueReader,
  { format, out, uidKeyFile, overwrite = false, version }: CorrectionExport,
  work?: Work
): Promise<ExportedCorrections> {
  const manifest = manifestBeside(out)
  const ours = await refuseToReplaceOthers(out, [out], overwrite)
  const key = uidKeyFile === undefined ? undefined : await uidKey(uidKeyFile, out)
  const counts = { values: 0, images: 0, leftOut: 0 }
  const describe = async ({ bytes, sha256 }: { bytes: number; sha256: string }): Promise<void> => {
    const document: CorrectionManifest = {
      schema: 'medoid-corrections',
      schemaVersion: 1,
      created: new Date().toISOString(),
      program: { name: 'medoid', version },
      file: { name: basename(out), bytes, sha256, replaced: ours.get(out) },
      format,
      ...counts,
      uids: key === undefined ? { remapped: false } : { remapped: true, key: key.id }
    }
    await writeManifest(out, document)
  }
  if (format === 'csv') {
    await writeTable(out, 'csv', CORRECTION_COLUMNS, correctionRows(reader, key, counts, work), describe)
  } else await writePatch(out, publicValues(reader, key, counts, true, work), describe)
  return { out, manifest, ...counts, uidKey: key && { id: key.id, file: key.file, created: key.created } }
}

/**
 * Every corrected value that may leave this machine as rows of a table with `CORRECTION_COLUMNS`, see `writeCorrections`.
 * @param counts goes up as rows are read
 */
export function correctionRows(
  reader: CatalogueReader,
  key: UidKey | undefined,
  counts: Pick<ExportedCorrections, 'values' | 'images' | 'leftOut'>,
  work?: Work
): AsyncIterable<TableBatch> {
  return rowsOf(reader, publicValues(reader, key, counts, false, work))
}

/** A corrected value with the UIDs of its image. */
interface PublicValue extends CorrectedImage {
  sop: string
  series: string
  /** Whether the value of the file may be told. */
  isFoundPublic: boolean
}

async function* publicValues(
  reader: CatalogueReader,
  key: UidKey | undefined,
  counts: Pick<ExportedCorrections, 'values' | 'images' | 'leftOut'>,
  isPatch: boolean,
  work: Work | undefined
): AsyncGenerator<PublicValue[]> {
  const attributes = correctedAttributes(reader).filter((attribute) => !isPersonalAttribute(attribute))
  const live = reader.live()
  const isTold = new Map(
    attributes.flatMap((attribute) => {
      const isFoundPublic = attribute.parts.every(({ id }) => {
        const { nonEmpty, distinct } = reader.frequency(reader.tag(id), live, 0)
        return !isPhi(attribute, { nonEmpty, distinct })
      })
      return attribute.parts.map(({ id }) => [id, isFoundPublic] as const)
    })
  )
  const remap = key === undefined ? (uid: string): string => uid : uidRemapper(key)
  for (const values of correctedValues(reader, attributes)) {
    throwIfCancelled(work)
    const kept = isPatch ? values.filter(({ tag }) => isPatchable(tag)) : values
    counts.leftOut += values.length - kept.length
    counts.values += kept.length
    const instances = Uint32Array.from(new Set(kept.map(({ instance }) => instance))).sort()
    counts.images += instances.length
    const [sop, series] = ['SOPInstanceUID', 'SeriesInstanceUID'].map((keyword) =>
      uidsOf(reader, keyword, instances, remap)
    )
    yield kept.map((value) => ({
      ...value,
      sop: sop.get(value.instance)!,
      series: series.get(value.instance)!,
      isFoundPublic: isTold.get(value.tag.id)!
    }))
    work?.onProgress?.({ stage: 'Writing corrections', done: counts.values, total: counts.values, unit: 'values' })
    await breathe()
  }
}

function uidsOf(
  reader: CatalogueReader,
  keyword: string,
  instances: Uint32Array,
  remap: (uid: string) => string
): Map<number, string> {
  const tag = reader.find(keyword)
  if (tag === undefined) return new Map(Array.from(instances, (instance) => [instance, '']))
  const { codes, texts } = reader.column(tag.id, instances)
  return new Map(Array.from(codes, (code, row) => [instances[row], code < FIRST_VALUE ? '' : remap(texts[code])]))
}

/** In the data set itself, by a number that means the same in every file. */
function isPatchable(tag: Tag): boolean {
  return tag.path === '' && tag.privateCreator === '' && !isDerived(tag)
}

export const CORRECTION_COLUMNS = [
  { name: 'SOPInstanceUID', type: 'string' },
  { name: 'SeriesInstanceUID', type: 'string' },
  { name: 'tag', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'vr', type: 'string' },
  { name: 'found', type: 'string' },
  { name: 'value', type: 'string' },
  { name: 'fileChanged', type: 'boolean' },
  { name: 'entry', type: 'int32' },
  { name: 'created', type: 'string' },
  { name: 'author', type: 'string' },
  { name: 'from', type: 'string' },
  { name: 'probability', type: 'double' }
] as const

async function* rowsOf(
  { db }: CatalogueReader,
  pieces: AsyncIterable<readonly PublicValue[]>
): AsyncGenerator<TableBatch> {
  const decisions = new Map<number, CorrectionDecision>()
  for (const entry of checkedCorrections(db)) {
    const { change } = entry
    if (!('entry' in change)) decisions.set(entry.id, { ...entry, change })
  }
  for await (const values of pieces) {
    const of = <T>(cell: (value: PublicValue, decision: CorrectionDecision) => T): T[] =>
      values.map((value) => cell(value, decisions.get(value.entry)!))
    yield [
      of(({ sop }) => sop),
      of(({ series }) => series),
      of(({ tag }) => tag.tag),
      of(({ attribute }) => attribute.name),
      of(({ tag }) => tag.vr),
      of(({ found, isFoundPublic }) => (isFoundPublic ? found || null : null)),
      of(({ value }) => value || null),
      of(({ isOther }) => isOther),
      of(({ entry }) => entry),
      of((_, { created }) => created),
      of((_, { author }) => author || null),
      of((_, { change: { from } }) => (from.name === '' ? from.by : `${from.by} ${from.name}`)),
      of((_, { change: { from } }) => from.probability)
    ]
  }
}

async function writePatch(
  out: string,
  pieces: AsyncIterable<readonly PublicValue[]>,
  beforeNamed: (written: { bytes: number; sha256: string }) => Promise<void>
): Promise<void> {
  await refuseToReplaceData(out)
  await writeAtomically(out, async (file) => {
    const hash = createHash('sha256')
    let bytes = 0
    const write = async (text: string): Promise<void> => {
      hash.update(text)
      bytes += Buffer.byteLength(text)
      await file.writeFile(text)
    }
    let before = '[\n'
    for await (const values of pieces) {
      let text = ''
      for (const dataSet of dataSetsOf(values)) {
        text += before + JSON.stringify(dataSet)
        before = ',\n'
      }
      await write(text)
    }
    await write(before === '[\n' ? '[]\n' : '\n]\n')
    await beforeNamed({ bytes, sha256: hash.digest('hex') })
  })
}

/** An element of the DICOM JSON model; without `Value` it is empty (PS3.18, section F.2.5). */
interface JsonElement {
  vr: string
  Value?: (string | number | null)[]
}

/** @param values by instance */
function* dataSetsOf(values: readonly PublicValue[]): Generator<Record<string, JsonElement>> {
  for (let at = 0, end = 0; at < values.length; at = end) {
    const { instance, sop } = values[at]
    const elements: [string, JsonElement][] = [['00080018', { vr: 'UI', Value: [sop] }]]
    for (; end < values.length && values[end].instance === instance; end++) {
      elements.push([values[end].tag.tag.replaceAll(/[(),]/g, ''), jsonElement(values[end])])
    }
    yield Object.fromEntries(elements.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** VRs whose values are numbers in JSON (PS3.18, table F.2.3-1). */
const NUMBERS: ReadonlySet<string> = new Set(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'UL', 'US'])

function jsonElement({ tag: { vr }, value }: PublicValue): JsonElement {
  if (value === '') return { vr }
  const values = value.split('\\')
  // Two values of nothing are two values, which JSON tells by null (section F.2.5).
  return { vr, Value: values.map((each) => (each === '' ? null : NUMBERS.has(vr) ? parseDecimal(each) : each)) }
}
