import { expect, test } from 'vitest'
import type { ListedElement } from '../../../../../src/api/contract.ts'
import { objectName } from '../../../../../src/renderer/views/image/viewer/objects.ts'
import { reportOf } from '../../../../../src/renderer/views/image/viewer/report.ts'

type Tree = { [keyword: string]: string | Tree[] }

/** Elements as the host lists them. */
function listed(tree: Tree, depth = 0): ListedElement[] {
  return Object.entries(tree).flatMap(([keyword, value]): ListedElement[] => {
    const element = {
      depth,
      tag: '(0040,0000)',
      vr: 'LO',
      keyword,
      creator: '',
      privateName: '',
      value: null,
      length: 1
    }
    if (typeof value === 'string') return [{ ...element, value }]
    const items = value.flatMap((item, i) => [
      { ...element, depth: depth + 1, tag: '', vr: '', keyword: '', length: i + 1 },
      ...listed(item, depth + 2)
    ])
    return [{ ...element, vr: 'SQ', length: value.length }, ...items]
  })
}

const named = (name: string, ValueType: string, more: Tree): Tree => ({
  ValueType,
  ConceptNameCodeSequence: [{ CodeValue: '1', CodeMeaning: name }],
  ...more
})

test('a report is read item by item, each below what holds it', () => {
  const number = (NumericValue: string, CodeValue: string): Tree => ({
    MeasuredValueSequence: [{ NumericValue, MeasurementUnitsCodeSequence: [{ CodeValue, CodeMeaning: 'unit' }] }]
  })
  const tree = named('Report', 'CONTAINER', {
    ContentSequence: [
      named('Finding', 'CODE', {
        ConceptCodeSequence: [{ CodeValue: 'x', CodeMeaning: 'Nodule' }],
        ContentSequence: [named('Diameter', 'NUM', number('7', 'mm')), named('Count', 'NUM', number('2', '{nodules}'))]
      }),
      { ValueType: 'IMAGE', ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: '1.2.3' }] },
      // An item that says nothing itself has what it holds in its place.
      { ValueType: 'CONTAINER', ContentSequence: [named('Conclusion', 'TEXT', { TextValue: 'Benign.' })] }
    ]
  })
  expect(reportOf(listed(tree)).map(({ depth, name, value }) => `${'  '.repeat(depth)}${name}: ${value}`)).toEqual([
    'Report: ',
    '  Finding: Nodule',
    '    Diameter: 7 mm',
    '    Count: 2',
    '  : image 1.2.3',
    '  Conclusion: Benign.'
  ])
  expect(reportOf(listed({ ValueType: 'CONTAINER' }))).toEqual([])
})

test('objects without pixels have names', () => {
  expect(objectName('1.2.840.10008.5.1.4.1.1.88.22')).toBe('Structured report')
  expect(objectName('1.2.840.10008.5.1.4.1.1.88.59')).toBe('Key object selection')
  expect(objectName('1.2.840.10008.5.1.4.1.1.104.1')).toBe('PDF document')
  expect(objectName('1.2.840.10008.5.1.4.1.1.66')).toBe('Raw data')
  expect(objectName('1.2.840.10008.5.1.4.1.1.2')).toBe('')
})
