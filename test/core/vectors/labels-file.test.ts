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
    names: ['CT', 'MR', 'head, neck'],
    column: 'label'
  })
  expect(await readLabels(await file('l.csv', 'row,SOPInstanceUID,cluster\n0,1.2,7\n1,1.3,5\n2,1.4,7\n\n'))).toEqual({
    codes: Int32Array.of(0, 1, 0),
    names: ['7', '5'],
    column: 'cluster'
  })
  for (const shape of ['(3,)', '(3, 1)']) {
    expect(await readLabels(await file('l.npy', npy('<i8', shape, bytes(BigInt64Array.of(7n, -1n, 7n)))))).toEqual({
      codes: Int32Array.of(0, 1, 0),
      names: ['7', '-1'],
      column: null
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
  ['labels-column', 'a,b\n1,2\n', /2 columns \(a, b\), and none of them is called label or cluster.*label-column/],
  ['labels-column', 'label,cluster\n1,2\n', /more than one/],
  ['labels-ragged', 'a,label\n1,2\n1,2,3\n', /line 3: the row has 3 cells/],
  ['labels-too-long', `label\n${'a'.repeat(1001)}\n`, /line 2.*longer than 1,000/],
  ['labels-empty', 'label\n', /no labels/],
  ['labels-empty', '', /is empty: it has no bytes\. Save the labels again/],
  ['labels-zip', Buffer.from('PK\x03\x04'), /np\.save\('labels\.npy'/],
  ['labels-separator', 'id;label\n1;x\n', /separates its columns with semicolons/],
  ['labels-shape', npy('<i4', '(1, 2)', new Uint8Array(8)), /shape \(1, 2\)/],
  ['labels-shape', npy('<i4', '()', new Uint8Array(4)), /shape \(\)/],
  ['labels-empty', npy('<i4', '(0,)', new Uint8Array()), /no labels/],
  ['labels-type', npy('<f8', '(1,)', new Uint8Array(8)), /astype\('<i8'\)/],
  ['labels-missing', npy('<U3', '(1,)', new Uint8Array(12)), /row 0 \(from 0\): the label is missing/],
  ['npy-damaged', npy('<U1', '(1,)', new Uint8Array(4).fill(255)), /place 0 \(from 0\) is no Unicode/],
  ['npy-damaged', npy('|S1', '(1,)', Uint8Array.of(0xe9)), /is no UTF-8/],
  ['npy-type', npy('|O', '(1,)', new Uint8Array(8)), /labels with array\.astype/]
])('%s: %#', async (code, content, message) => {
  const error = await readLabels(await file('l', content)).catch((thrown: unknown) => thrown)
  expect((error as MedoidError).code).toBe(code)
  expect((error as MedoidError).message).toMatch(message)
})

/** As NumPy stores texts of up to `characters` characters. */
function utf32(characters: number, ...texts: string[]): Buffer {
  const bytes = Buffer.alloc(texts.length * characters * 4)
  texts.forEach((text, at) =>
    [...text].forEach((character, i) => bytes.writeUInt32LE(character.codePointAt(0)!, (at * characters + i) * 4))
  )
  return bytes
}

test('texts and truth values that NumPy saved are labels', async () => {
  const names = async (content: Buffer): Promise<string[]> => (await readLabels(await file('l', content))).names
  expect(await names(npy('<U5', '(3,)', utf32(5, 'CT', 'Röhre', '\u{1f9e0}')))).toEqual(['CT', 'Röhre', '\u{1f9e0}'])
  expect(await names(npy('>U2', '(2, 1)', utf32(2, 'CT', 'MR').swap32()))).toEqual(['CT', 'MR'])
  expect(await names(npy('|S3', '(3,)', Buffer.from('CT\0MR\0X\xc3\xa9', 'latin1')))).toEqual(['CT', 'MR', 'Xé'])
  expect(await names(npy('|b1', '(3,)', Uint8Array.of(1, 0, 1)))).toEqual(['True', 'False'])
  expect(await names(npy('>i2', '(2,)', Uint8Array.of(1, 0, 0, 1)))).toEqual(['256', '1'])
})

test('one letter encoded in two ways is one label (NFC)', async () => {
  const composed = 'Röhre'.normalize('NFC')
  const decomposed = composed.normalize('NFD')
  expect(decomposed).not.toBe(composed)
  const { codes, names } = await readLabels(await file('l.csv', `label\n${composed}\n${decomposed}\n`))
  expect([...codes, ...names]).toEqual([0, 0, composed])
  const text = npy('<U6', '(2,)', utf32(6, composed, decomposed))
  expect((await readLabels(await file('l.npy', text))).names).toEqual([composed])
})

test('of labels that Medoid exported the cluster is read, or the column that is asked for', async () => {
  const exported = await file('l.csv', 'SOPInstanceUID,cluster,label,run,k\n1.2,0,a,3,20\n1.3,1,b,3,20\n')
  expect(await readLabels(exported)).toMatchObject({ names: ['0', '1'], column: 'cluster' })
  expect(await readLabels(exported, { column: 'label' })).toMatchObject({ names: ['a', 'b'], column: 'label' })
  await expect(readLabels(exported, { column: 'lable' })).rejects.toThrow(
    'label-column lable: ' +
      `${exported} has no column of that name. It has 5 columns (SOPInstanceUID, cluster, label, run, k).`
  )
  // Elsewhere nobody knows which of the two is meant.
  const other = await file('o.csv', 'cluster,label\n1,a\n')
  await expect(readLabels(other)).rejects.toMatchObject({ code: 'labels-column' })
  const array = await file('l.npy', npy('<i4', '(1,)', new Uint8Array(4)))
  await expect(readLabels(array, { column: 'label' })).rejects.toThrow(
    'has no columns with names. Leave the option out'
  )
})

test('words for a missing label are those of every table, and more are added', async () => {
  const path = await file('l.csv', 'label\na\n<NA>\n')
  await expect(readLabels(path)).rejects.toThrow('line 3: the label is missing')
  await expect(readLabels(await file('l.csv', 'label\na\nunknown\n'), { na: ['unknown'] })).rejects.toThrow('line 3')
})
