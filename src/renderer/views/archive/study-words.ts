import type { SeriesRow, StudyRow } from '../../../api/contract.ts'
import { counted } from '../../../messages/format.ts'

/** What a study is called: its date and its description; where it has neither, by what it lacks. */
export function studyWords({ date, description, hasUid }: StudyRow): string {
  const words = [date, description].filter((each) => each !== '').join(' ')
  if (words !== '') return words
  return hasUid ? 'Study without a date' : 'No Study Instance UID'
}

export function seriesWords({ number, modality, description, bodyPart, hasUid }: SeriesRow): string {
  const words = [number, modality, description || bodyPart].filter((each) => each !== '').join(' · ')
  if (words !== '') return words
  return hasUid ? 'Series without a description' : 'No Series Instance UID'
}

/** `120 images`, or where a series holds other objects, these. */
export function contentWords({ images, instances }: Pick<SeriesRow, 'images' | 'instances'>): string {
  const others = instances - images
  if (others === 0) return counted(images, 'images')
  return images === 0 ? counted(others, 'objects') : `${counted(images, 'images')}, ${counted(others, 'objects')}`
}
