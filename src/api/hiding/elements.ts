import type { ElementList } from '../../core/dicom/listed-element.ts'
import { isPersonal } from '../../core/features/personal.ts'

/** The elements of a file, with other text for the values that may tell of a person, a place or a time. */
export function hideElements(list: ElementList, hide: (value: string) => string): ElementList {
  /** Sequences that an element is within, by their depth: each has its items between itself and its elements. */
  const above: string[] = []
  const elements = list.elements.map((element) => {
    const { depth, tag, vr, keyword, creator, value } = element
    if (tag === '') return element
    const step = keyword === '' ? tag : keyword
    above.length = depth / 2
    const path = depth === 0 ? '' : [...above, step].join('.')
    above.push(step)
    const isHidden = value !== null && isPersonal({ tag, path, keyword, privateCreator: creator, vr })
    return isHidden ? { ...element, value: hide(value) } : element
  })
  return { ...list, elements }
}
