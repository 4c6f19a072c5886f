import { findTag } from '../catalogue/find-tag.ts'
import type { TagSource } from '../catalogue/types.ts'
import { type Attribute, attributeFrequencies, type AttributeFrequency, attributesOf } from '../features/attributes.ts'
import { isGroupLength, isPhi } from '../features/decide.ts'
import { findAttribute } from '../features/names.ts'
import { MAX_POSITIONS, NUMBER_VRS, splitValues } from '../features/parse.ts'
import { profileAttribute } from '../features/profile.ts'
import { exportedAttribute, type MapUid } from '../labels/exported-attribute.ts'
import { parseDecimal } from '../numbers.ts'
import type { Cell, CellType } from '../tables/table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** A column of an export of tags. An attribute of several numbers has several. */
export interface TagColumn {
  name: string
  type: CellType
  /** For the manifest: what the values are. */
  meaning: string
  /** Whether values may tell of a person, a place or a time. */
  phi: boolean
  /** Whether somebody named it. */
  asked: boolean
}

/** Columns that are read together. */
export interface ColumnGroup {
  columns: TagColumn[]
  /** How many values of the images people corrected, or mapped between sites. */
  corrected: number
  /** The cells of each column for some instances. */
  cells(instances: Uint32Array): Cell[][]
}

const READING = 'Reading values'

/** What tells instances apart. */
export const IDENTITY = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const

/**
 * The columns of an export of tags: the UIDs of study, series and instance, then those that somebody names or, where nobody does, every
 * attribute that has a value in one of the images and cannot tell of a person, a place or a time, without group lengths.
 *
 * Numbers are numbers where all of an attribute's values can be read as such, one column a position (`PixelSpacing[1]`); everything else is text.
 *
 * @param names attributes as `findAttribute` takes them, or `path`; a leading `+` is allowed. Null: all that cannot tell of anybody
 * @throws MedoidError `unknown-tag`, `ambiguous-tag` @throws CancelledError
 */
export async function tagColumns(
  source: TagSource & { readablePath(instance: number): string },
  images: Uint32Array,
  names: readonly string[] | null,
  mapUid: MapUid,
  work?: Work
): Promise<ColumnGroup[]> {
  const all = attributesOf(source.tags())
  /** Whether somebody named it. */
  const chosen = new Map<Attribute | 'path', boolean>()
  for (const keyword of IDENTITY) {
    const identity = findTag(all, keyword)
    if (identity !== undefined) chosen.set(identity, false)
  }
  for (const given of names ?? []) {
    const name = given.trim().replace(/^\+/, '')
    const each = name === 'path' ? name : findAttribute(all, name, { setting: 'columns', text: name })
    if (!chosen.has(each)) chosen.set(each, true)
  }
  const candidates = names === null ? all : all.filter((attribute) => chosen.has(attribute))
  const counted = attributeFrequencies(source, candidates, images)
  const frequencies = new Map(candidates.map((attribute, i) => [attribute, counted[i]]))
  if (names === null) {
    for (const [attribute, frequency] of frequencies) {
      const isOpen = frequency.nonEmpty > 0 && !isPhi(attribute, frequency) && !isGroupLength(attribute)
      if (isOpen && !chosen.has(attribute)) chosen.set(attribute, false)
    }
  }

  const groups: ColumnGroup[] = []
  const tell = (): void => work?.onProgress?.({ stage: READING, done: groups.length, total: chosen.size, unit: 'tags' })
  for (const [each, asked] of chosen) {
    throwIfCancelled(work)
    tell()
    groups.push(
      each === 'path' ? pathGroup(source) : groupOf(source, each, frequencies.get(each)!, images, asked, mapUid)
    )
    await breathe()
  }
  tell()
  return groups
}

function groupOf(
  source: TagSource,
  attribute: Attribute,
  frequency: AttributeFrequency,
  images: Uint32Array,
  asked: boolean,
  mapUid: MapUid
): ColumnGroup {
  const { name, vr } = attribute
  const { meaning, texts, ...exported } = exportedAttribute(source, attribute, mapUid)
  const corrected = exported.corrected(images)
  const phi = isPhi(attribute, frequency)
  const numbers = NUMBER_VRS.has(vr) ? profileAttribute(source, attribute, frequency, images) : undefined
  if (numbers === undefined || numbers.unparsed > 0 || numbers.length === 0 || numbers.length > MAX_POSITIONS) {
    const columns = [{ name, type: 'string' as const, meaning, phi, asked }]
    return { columns, corrected, cells: (instances) => [texts(instances)] }
  }
  const columns = Array.from({ length: numbers.length }, (_, i): TagColumn => ({
    name: numbers.length === 1 ? name : `${name}[${i + 1}]`,
    type: 'double',
    meaning: numbers.length === 1 ? meaning.replace(/;.*/, '') : meaning.replace(/;.*/, `; value ${i + 1}`),
    phi,
    asked
  }))
  return {
    columns,
    corrected,
    cells: (instances) => {
      const known = new Map<string, Cell[]>()
      const rows = texts(instances).map((text) => {
        if (text === null) return []
        let values = known.get(text)
        if (values === undefined) known.set(text, (values = splitValues(text, vr).map(numberOf)))
        return values
      })
      return columns.map((_, i) => rows.map((values) => values[i] ?? null))
    }
  }
}

function numberOf(text: string): number | null {
  return text === '' ? null : parseDecimal(text)
}

function pathGroup(source: { readablePath(instance: number): string }): ColumnGroup {
  const meaning = 'file of the image; folders and files are often named after patients'
  return {
    columns: [{ name: 'path', type: 'string', meaning, phi: true, asked: true }],
    corrected: 0,
    cells: (instances) => [Array.from(instances, (instance) => source.readablePath(instance) || null)]
  }
}
