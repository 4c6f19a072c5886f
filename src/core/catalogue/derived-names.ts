import type { Tag } from './types.ts'

/**
 * What Medoid finds out about images beyond their headers, stored as columns of tags, so that everything that reads tags reads these.
 * No file can hold one: an element of a data set has hexadecimal digits there, and no keyword of the standard is among these. A number
 * and a keyword that were released keep their meaning.
 */
export const DERIVED_TAGS = [
  { tag: '(derived,0001)', keyword: 'PictureContent', vr: 'CS' },
  { tag: '(derived,0002)', keyword: 'PictureShape', vr: 'CS' },
  { tag: '(derived,0003)', keyword: 'PictureDuplicate', vr: 'CS' },
  { tag: '(derived,0004)', keyword: 'PictureDuplicateGroup', vr: 'IS' },
  { tag: '(derived,0005)', keyword: 'Region', vr: 'LO' },
  { tag: '(derived,0006)', keyword: 'RegionFrom', vr: 'LO' },
  { tag: '(derived,0007)', keyword: 'Side', vr: 'CS' },
  { tag: '(derived,0008)', keyword: 'ContrastGiven', vr: 'CS' },
  { tag: '(derived,0009)', keyword: 'SequenceType', vr: 'CS' },
  { tag: '(derived,000A)', keyword: 'ImagePlane', vr: 'CS' }
] as const

export type DerivedKeyword = (typeof DERIVED_TAGS)[number]['keyword']

/** Whether Medoid found the values of a tag, rather than a file having them. */
export function isDerived({ tag }: Pick<Tag, 'tag'>): boolean {
  return tag.startsWith('(derived,')
}

/** The values of PictureDuplicate. */
export const DUPLICATE = {
  /** No other image is like it. */
  unique: 'unique',
  /** The first image of a group, which the others are like. */
  representative: 'representative',
  /** Its picture is that of the representative, pixel by pixel. */
  exact: 'exact copy',
  near: 'near duplicate',
  /** It has no picture, or one in which there is nothing to see. */
  none: 'not compared'
} as const
