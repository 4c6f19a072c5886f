import { describeTag } from '../dicom/issues.ts'
import type { ImageHeader } from './image-header.ts'
import { addRemark, excerpt } from './remarks.ts'

const SHARED_FUNCTIONAL_GROUPS = 0x52009229
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230

/** The data set, and the items of the frame's functional group and of the shared one, as far as they are there. */
export function placesOf(header: ImageHeader, group: number): number[] {
  const rows = [PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS]
    .map((tag) => header.sequence(tag))
    .filter((row) => row >= 0)
    .map((row) => header.sequence(group, row))
  return [-1, ...rows.filter((row) => row >= 0)]
}

/** The values of an element in the first of some places that has it; one empty text where none has. */
export function textsWithin(header: ImageHeader, tag: number, within: readonly number[]): string[] {
  return (within.map((parent) => header.text(tag, parent)).find((text) => text !== '') ?? '').split('\\')
}

/** Like `textsWithin`, as numbers; null where there are fewer than `least`, or one is none, which is remarked. */
export function numbersWithin(
  header: ImageHeader,
  tag: number,
  within: readonly number[],
  least: number
): number[] | null {
  const found = within.map((parent) => header.numbers(tag, parent)).find(({ length }) => length > 0)
  if (found === undefined || found.length < least) return null
  if (found.every(Number.isFinite)) return found
  const text = excerpt(textsWithin(header, tag, within).join('\\'))
  addRemark(header.remarks, 'number-ignored', { name: describeTag(tag), text })
  return null
}

/** Two sizes that are greater than 0. */
export function sizesWithin(header: ImageHeader, tag: number, within: readonly number[]): [number, number] | null {
  const numbers = numbersWithin(header, tag, within, 2)
  return numbers !== null && numbers[0] > 0 && numbers[1] > 0 ? [numbers[0], numbers[1]] : null
}
