import dicomParser from 'dicom-parser'
import { expect, test } from 'vitest'
import { phantomFiles, type ExpectedOutcome, type PhantomFile } from '../../src/phantom/files.ts'
import { wholeHeader } from './whole-header.ts'

const files = [...phantomFiles({ images: 700, seed: 8, size: 16 })]

function withOutcome(outcome: ExpectedOutcome): PhantomFile[] {
  return files.filter((file) => file.outcome === outcome)
}

function parse(file: PhantomFile): dicomParser.DataSet {
  return dicomParser.parseDicom(file.bytes)
}

test('every path is given once', () => {
  expect(new Set(files.map(({ path }) => path)).size).toBe(files.length)
})

test('a duplicate is a further file with the same bytes, after the first', () => {
  expect(withOutcome('duplicate')).toHaveLength(5)
  for (const copy of withOutcome('duplicate')) {
    const first = files[files.indexOf(copy) - 1]
    expect(first.outcome).toBe('image')
    expect(copy.bytes.equals(first.bytes)).toBe(true)
    expect(copy.path).toMatch(/ \(copy\)(\.\w+)?$/)
  }
})

test('the pixels of a truncated file are not all there, its header is', () => {
  expect(withOutcome('truncated')).toHaveLength(2)
  for (const file of withOutcome('truncated')) {
    expect(wholeHeader(file.bytes)!.uint16('x00280010')).toBeGreaterThan(0)
    expect(() => parse(file)).toThrow()
  }
})

test('a damaged header ends inside a value', () => {
  expect(withOutcome('failed')).toHaveLength(2)
  for (const file of withOutcome('failed')) expect(wholeHeader(file.bytes)).toBeUndefined()
})

test('a DICOMDIR says that it is one, and names a file', () => {
  const [directory] = withOutcome('dicomdir')
  expect(directory.path).toBe('DICOMDIR')
  const dataSet = parse(directory)
  expect(dataSet.string('x00020002')).toBe('1.2.840.10008.1.3.10')
  expect(dataSet.elements.x00041220.items).toHaveLength(4)
  const named = dataSet.elements.x00041220.items![3].dataSet!.string('x00041500')!.replaceAll('\\', '/')
  expect(files.map(({ path }) => path)).toContain(named)
})

test('a dose report is an instance of the study without Rows', () => {
  const [report] = withOutcome('document')
  const dataSet = parse(report)
  expect(dataSet.string('x00080060')).toBe('SR')
  expect(dataSet.string('x0020000d')).toBe(report.study)
  expect(dataSet.elements.x00280010).toBeUndefined()
})

test('other files are what their names say', () => {
  const names = withOutcome('other').map(({ path, bytes }) => [
    path.slice(path.lastIndexOf('.')),
    bytes.toString('latin1', 0, 4)
  ])
  expect(names).toEqual(
    expect.arrayContaining([
      ['.txt', 'This'],
      ['.pdf', '%PDF'],
      ['.db', '\u00d0\u00cf\u0011\u00e0']
    ])
  )
})
