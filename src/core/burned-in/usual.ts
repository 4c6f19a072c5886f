import { findTag } from '../catalogue/find-tag.ts'
import type { TagSource } from '../catalogue/types.ts'

/** What a header says about text in the pixels of its image; '' where it says nothing. */
export interface BurnedInHeader {
  /** Burned In Annotation (0028,0301): YES or NO (PS3.3 section C.7.6.1). */
  burnedIn: string
  /** Modality (0008,0060). */
  modality: string
  /** SOP Class UID (0008,0016). */
  sopClass: string
  /** Image Type (0008,0008), its values separated by \. */
  imageType: string
  /** Conversion Type (0008,0064) of what was no image of a modality before: a screen, a film, paper (PS3.3 section C.8.6.1). */
  conversion: string
}

/** Modalities whose images often have names in their pixels, whatever Burned In Annotation says. */
const MODALITIES = new Map([
  ['US', 'Ultrasound images'],
  ['IVUS', 'Ultrasound images'],
  ['SC', 'Secondary captures'],
  ['OT', 'Images of modality OT'],
  ['XC', 'Photographs'],
  ['HC', 'Hard copies'],
  ['DOC', 'Documents']
])

/** The same by what kind of object it is (PS3.6, annex A), whatever Modality says: the class and those below it. */
const CLASSES: [uid: string, kind: string][] = [
  ['1.2.840.10008.5.1.4.1.1.3', 'Ultrasound images'],
  ['1.2.840.10008.5.1.4.1.1.3.1', 'Ultrasound images'],
  ['1.2.840.10008.5.1.4.1.1.6', 'Ultrasound images'],
  ['1.2.840.10008.5.1.4.1.1.7', 'Secondary captures'],
  ['1.2.840.10008.5.1.4.1.1.77.1.4', 'Photographs']
]

/** Modalities whose images have text in their pixels often enough to need a NO. */
const UNLESS_DENIED = new Map([
  ['XA', 'X-ray angiography without Burned In Annotation'],
  ['RF', 'Fluoroscopy without Burned In Annotation'],
  ['ES', 'Endoscopy without Burned In Annotation']
])

/** Values of Image Type that stand for pictures of screens, and of the labels of slides (PS3.3 section C.8.12.4.1.1). */
const TYPES = new Map([
  ['SCREEN SAVE', 'Screenshots'],
  ['SCREENSAVE', 'Screenshots'],
  ['SCREENSHOT', 'Screenshots'],
  ['LABEL', 'Labels of slides'],
  ['OVERVIEW', 'Overviews of slides']
])

/**
 * Values of Conversion Type of screens, films and paper (PS3.3 section C.8.6.1). Detectors are connected by a digital interface (DI), and
 * what is computed (SYN) shows no screen: where other modalities write these, nothing was converted.
 */
const CONVERSIONS = new Map(
  ['DV', 'DF', 'WSD', 'SD', 'SI', 'DRW'].map((term) => [term, 'Images converted from screens, films or paper'])
)

const STATED = 'Images whose Burned In Annotation is YES'

/**
 * The kind of image that usually has text in its pixels, such as the name of the patient; null where the image is of no such kind.
 * A header says little about its pixels: images of other kinds may have text in them, too.
 */
export function usuallyBurnedIn(header: BurnedInHeader): string | null {
  const burnedIn = plain(header.burnedIn)
  if (burnedIn === 'YES') return STATED
  const modalities = header.modality.split('\\').map(plain)
  const types = header.imageType.split('\\').map(plain)
  const first = (kinds: ReadonlyMap<string, string>, values: readonly string[]): string | undefined =>
    values.map((value) => kinds.get(value)).find((kind) => kind !== undefined)
  return (
    first(MODALITIES, modalities) ??
    CLASSES.find(([uid]) => header.sopClass === uid || header.sopClass.startsWith(`${uid}.`))?.[1] ??
    first(TYPES, types) ??
    (burnedIn === 'NO'
      ? undefined
      : (first(CONVERSIONS, [plain(header.conversion)]) ?? first(UNLESS_DENIED, modalities))) ??
    null
  )
}

function plain(value: string): string {
  return value.trim().toUpperCase()
}

const KEYWORDS: Record<keyof BurnedInHeader, string> = {
  burnedIn: 'BurnedInAnnotation',
  modality: 'Modality',
  sopClass: 'SOPClassUID',
  imageType: 'ImageType',
  conversion: 'ConversionType'
}

/** What the headers of instances say about text in their pixels. @param instances ascending */
export function burnedInHeaders(source: TagSource, instances: Uint32Array): (row: number) => BurnedInHeader {
  const tags = source.tags()
  const columns = Object.entries(KEYWORDS).map(([field, keyword]) => {
    const tag = findTag(tags, keyword)
    return [field, tag === undefined ? undefined : source.column(tag.id, instances)] as const
  })
  return (row) =>
    Object.fromEntries(
      columns.map(([field, column]) => [field, column === undefined ? '' : column.texts[column.codes[row]]])
    ) as unknown as BurnedInHeader
}
