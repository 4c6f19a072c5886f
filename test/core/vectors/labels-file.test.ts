import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MedoidError } from '../../../src/core/errors.ts'
import { readLabels } from '../../../src/core/vectors/labels-file.ts'
import { bytes, npy } from './npy.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-labels-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('labels are codes in the order in which they first appear', async () => {
  expect(await readLabels(await file('l.csv', 'label\nCT\nMR\nCT\n"head, neck"\n'))).toEqual({
    codes: Int32Array.of(0, 1, 0, 2),
    names: ['CT', 'MR', 'head, neck']
  })
  expect(await readLabels(await file('l.csv', 'row,SOPInstanceUID,cluster\n0,1.2,7\n1,1.3,5\n2,1.4,7\n\n'))).toEqual({
    codes: Int32Array.of(0, 1, 0),
    names: ['7', '5']
  })
  for (const shape of ['(3,)', '(3, 1)']) {
    expect(await readLabels(await file('l.npy', npy('<i8', shape, bytes(BigInt64Array.of(7n, -1n, 7n)))))).toEqual({
      codes: Int32Array.of(0, 1, 0),
      names: ['7', '-1']
    })
  }
})

test('there may be many labels', async () => {
  const numbers = Int32Array.from({ length: 600_000 }, (_, i) => i % 300_000)
  const { codes, names } = await readLabels(await file('l.npy', npy('<i4', '(600000,)', bytes(numbers))))
  expect([codes.length, names.length, codes[599_999], names[299_999]]).toEqual([600_000, 300_000, 299_999, '299999'])
  expect(Buffer.from(bytes(codes)).equals(bytes(numbers))).toBe(true)
})

test.each([
  ['labels-missing', 'label\na\n""\n', /line 3: the label is missing/],
  ['labels-missing', 'label\na\n\nb\n', /line 3: the label is missing/],
  ['labels-missing', 'x,label\n1,a\n2,\n', /line 3/],
  ['labels-missing', 'label\nNA\n', /line 2/],
  ['labels-missing', 'label\nnan\n', /line 2/],
  ['labels-column', 'a,b\n1,2\n', /2 columns, and none of them is called label or cluster/],
  ['labels-column', 'label,cluster\n1,2\n', /more than one/],
  ['labels-ragged', 'a,label\n1,2\n1,2,3\n', /line 3: the row has 3 cells/],
  ['labels-too-long', `label\n${'a'.repeat(1001)}\n`, /line 2.*longer than 1000/],
  ['labels-empty', 'label\n', /no labels/],
  ['labels-empty', '', /is empty: it has no bytes\. Save the labels again/],
  ['labels-zip', Buffer.from('PK\x03\x04'), /np\.save\('labels\.npy'/],
  ['labels-separator', 'id;label\n1;x\n', /separates its columns with semicolons/],
  ['labels-shape', npy('<i4', '(1, 2)', new Uint8Array(8)), /shape \(1, 2\)/],
  ['labels-shape', npy('<i4', '()', new Uint8Array(4)), /shape \(\)/],
  ['labels-empty', npy('<i4', '(0,)', new Uint8Array()), /no labels/],
  ['labels-type', npy('<f8', '(1,)', new Uint8Array(8)), /astype\('<i8'\)/],
  ['npy-type', npy('<U3', '(1,)', new Uint8Array(12)), /labels with array\.astype/]
])('%s: %#', async (code, content, message) => {
  const error = await readLabels(await file('l', content)).catch((thrown: unknown) => thrown)
  expect((error as MedoidError).code).toBe(code)
  expect((error as MedoidError).message).toMatch(message)
})
