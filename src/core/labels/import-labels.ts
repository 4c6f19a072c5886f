import { basename, parse } from 'node:path'
import { addLabelSet, LabelCodes, labelSetName } from '../catalogue/label-sets.ts'
import { type LabelSetRow, labelSetRow } from '../catalogue/label-set-rows.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { MedoidError } from '../errors.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type LabelConflict, type LabelReading, readLabelFile } from './label-file.ts'

/** Images whose UIDs are read at a time. */
const AT_A_TIME = 65_536
/** Keys that are told. */
const SHOWN = 10

export interface ImportedLabels {
  set: LabelSetRow
  /** Rows with a key and a label; those without a label; those without a key. */
  rows: number
  withoutLabel: number
  withoutKey: number
  /** Keys that no image of the catalogue has, and the first of them with their lines. */
  unmatched: { keys: number; examples: { key: string; line: number }[] }
  /** Keys with several labels, of which the first counts, and the first of them. */
  conflicts: { keys: number; examples: LabelConflict[] }
}

/**
 * Keeps the labels that a file has for images, or for all images of a series or a study; see `readLabelFile`.
 * @param options.name what the labels are called; else as the file is, without its ending
 * @throws MedoidError `label-file`, also where no image has one of its keys; as `addLabelSet` does
 */
export async function importLabels(
  reader: CatalogueReader,
  file: string,
  options: LabelReading & { name?: string; program: string },
  work?: Work
): Promise<ImportedLabels> {
  // What cannot be its name is refused before anything is read.
  const name = labelSetName(options.name ?? parse(file).name)
  const { key } = options
  work?.onProgress?.({ stage: 'Reading labels', done: 0, total: 1, unit: 'files' })
  const read = await readLabelFile(file, options, work)
  const images = reader.images()
  const codes = new Uint16Array(images.length)
  const matched = new Set<string>()
  const tag = reader.find(key)
  for (let from = 0; tag !== undefined && from < images.length; from += AT_A_TIME) {
    throwIfCancelled(work)
    const column = reader.column(tag.id, images.subarray(from, from + AT_A_TIME))
    const found = new Map<number, number>()
    column.codes.forEach((value, row) => {
      let code = found.get(value)
      if (code === undefined) {
        const uid = value < FIRST_VALUE ? '' : column.texts[value]
        code = read.keys.get(uid)?.code ?? 0
        if (code > 0) matched.add(uid)
        found.set(value, code)
      }
      codes[from + row] = code
    })
    const done = Math.min(from + AT_A_TIME, images.length)
    work?.onProgress?.({ stage: 'Labelling images', done, total: images.length, unit: 'images' })
    await breathe()
  }
  if (matched.size === 0) {
    const [[example]] = read.keys
    throw new MedoidError('label-file', { file, why: 'unmatched', key, keys: read.keys.size, example })
  }
  const unmatched = [...read.keys].filter(([uid]) => !matched.has(uid))
  const { rows, withoutLabel, withoutKey, conflicts, column, texts } = read
  const origin = {
    file: basename(file),
    key,
    column,
    rows,
    keys: read.keys.size,
    unmatched: unmatched.length,
    conflicts: conflicts.keys
  }
  throwIfCancelled(work)
  const set = addLabelSet(reader.db, { program: options.program, name, origin }, LabelCodes.of(texts, images, codes))
  return {
    set: labelSetRow(reader, set),
    rows,
    withoutLabel,
    withoutKey,
    unmatched: {
      keys: unmatched.length,
      examples: unmatched.slice(0, SHOWN).map(([uid, { line }]) => ({ key: uid, line }))
    },
    conflicts
  }
}
