import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MedoidError } from '../../../src/core/errors.ts'
import { openLabelledVectors, openVectors } from '../../../src/core/vectors/labelled-vectors.ts'
import { npyHeader } from '../../../src/core/vectors/npy-header.ts'
import { type Message, sayMessage } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import fc from '../../fast-check.ts'
import { bytes, npy } from './npy.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-vectors-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** The same file with its array said to stand column by column. */
function fortran(file: Buffer): Buffer {
  return Buffer.from(file.toString('latin1').replace("'fortran_order': False,", "'fortran_order': True, "), 'latin1')
}

async function all(path: string): Promise<{ rows: number; length: number; values: number[] }> {
  const source = await openVectors(path)
  const values = [...(await source.read(0, source.rows))]
  await source.close()
  return { rows: source.rows, length: source.length, values }
}

test('vectors that numpy saved', async () => {
  // np.save of np.array([[1, 2.5, -3], [0, 1e-3, 4]], '<f4'), numpy 2.4.6
  const hex =
    '934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028322c2033292c207d' +
    '20'.repeat(58) +
    '0a0000803f00002040000040c0000000006f12833a00008040'
  const path = await file('v.npy', Buffer.from(hex, 'hex'))
  expect(await all(path)).toEqual({ rows: 2, length: 3, values: [1, 2.5, -3, 0, Math.fround(1e-3), 4] })
})

test.each([
  ['<f8', Float64Array.of(1.5, -2)],
  ['|i1', Int8Array.of(1, -2)],
  ['|u1', Uint8Array.of(1, 255)],
  ['<i2', Int16Array.of(1, -300)],
  ['<u2', Uint16Array.of(1, 65_535)],
  ['<i4', Int32Array.of(1, -70_000)],
  ['<u4', Uint32Array.of(1, 4_294_967_295)],
  ['<i8', BigInt64Array.of(1n, -70_000n)],
  ['<u8', BigUint64Array.of(1n, 2n ** 63n)]
])('numbers of type %s are read as they are', async (descr, numbers) => {
  const { values } = await all(await file('v', npy(descr, '(1, 2)', bytes(numbers))))
  expect(values).toEqual(Array.from(numbers as Iterable<number | bigint>, Number))
})

test.each([
  // np.array([1.5, -2, 65504, 5.96e-8, 0, -0.333], '<f2').tobytes(), numpy 2.4.6
  ['<f2', '003e00c0ff7b0100000054b5', [1.5, -2, 65504, 2 ** -24, 0, -0.3330078125]],
  ['>f2', '3e00c000', [1.5, -2]],
  ['>f4', '3fc00000c0000000', [1.5, -2]],
  ['>f8', '3ff8000000000000c000000000000000', [1.5, -2]],
  ['>i2', 'ff9c0007', [-100, 7]],
  ['>u4', '0000000100000100', [1, 256]],
  ['>i8', 'fffffffffffffffe0000000000000003', [-2, 3]],
  ['|b1', '0100', [1, 0]]
])('numbers of type %s, which NumPy writes too, are read', async (descr, hex, expected) => {
  const { values } = await all(await file('v', npy(descr, `(1, ${expected.length})`, Buffer.from(hex, 'hex'))))
  expect(values).toEqual(expected)
})

test('an array that stands column by column (Fortran order) gives the same vectors', async () => {
  // np.save of np.asfortranarray([[1, 2, 3], [4, 5, 6]]): columns 1 4, 2 5, 3 6.
  const data = bytes(Float64Array.of(1, 4, 2, 5, 3, 6))
  const path = await file('v.npy', fortran(npy('<f8', '(2, 3)', data)))
  expect(await all(path)).toEqual({ rows: 2, length: 3, values: [1, 2, 3, 4, 5, 6] })
  // A single row or column is the same in both orders.
  const row = await file('r.npy', fortran(npy('<f4', '(1, 3)', bytes(Float32Array.of(1, 2, 3)))))
  expect((await all(row)).values).toEqual([1, 2, 3])
})

test('whatever the array, both orders give the same vectors, and no temporary file is left', async () => {
  vi.stubEnv('TMPDIR', folder)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), async (rows, length) => {
      const value = (row: number, column: number): number => row * 100 + column
      const byRow = Float32Array.from({ length: rows * length }, (_, i) => value(Math.floor(i / length), i % length))
      const byColumn = Float32Array.from({ length: rows * length }, (_, i) => value(i % rows, Math.floor(i / rows)))
      const shape = `(${rows}, ${length})`
      const c = await all(await file('c.npy', npy('<f4', shape, bytes(byRow))))
      const f = await all(await file('f.npy', fortran(npy('<f4', shape, bytes(byColumn)))))
      expect(f).toEqual(c)
    }),
    { numRuns: 30 }
  )
  expect((await readdir(folder)).sort()).toEqual(['c.npy', 'f.npy'])
})

test('text is no vector', async () => {
  const path = await file('v.npy', npy('<U1', '(1, 2)', Buffer.from('a\0\0\0b\0\0\0')))
  await expect(openVectors(path)).rejects.toMatchObject({ code: 'vectors-type' })
})

test('any rows are read, alone or several', async () => {
  const vectors = Float32Array.from({ length: 30 }, (_, i) => i)
  const source = await openVectors(await file('v.npy', Buffer.concat([npyHeader(10, 3), bytes(vectors)])))
  expect(await source.read(9, 10)).toEqual(Float32Array.of(27, 28, 29))
  expect(await source.read(2, 4)).toEqual(Float32Array.of(6, 7, 8, 9, 10, 11))
  expect(await source.read(4, 4)).toEqual(new Float32Array())
  await source.close()
})

test.each([
  ['npy-damaged', npy('<f4', '(2, 2)', new Uint8Array(15)), /takes 144 bytes with its header, and the file has 143/],
  ['npy-damaged', npy('<f4', '(2, 2)', new Uint8Array(17)), /the file has 145/],
  ['npy-damaged', npy('<f4', '(999999999999999, 999999999999999)', new Uint8Array(16)), /takes \d\.\d+e\+30 bytes/],
  ['npy-damaged', npy('<f4', '(2, 2)', new Uint8Array()).subarray(0, 100), /ends within its header/],
  ['vectors-shape', npy('<f4', '(4,)', new Uint8Array(16)), /shape \(4\).*reshape/],
  ['vectors-shape', npy('<f4', '(1, 2, 2)', new Uint8Array(16)), /shape \(1, 2, 2\)/],
  ['vectors-shape', npy('<f4', '(0, 2)', new Uint8Array()), /nothing in it\. Save the vectors again/],
  ['vectors-shape', npy('|u1', '(1, 16777217)', new Uint8Array(16_777_217)), /Is it transposed/],
  ['vectors-parquet', Buffer.from('PAR1aaaaPAR1'), /format npy/],
  ['vectors-json', '{"a":1}\n', /looks like JSON, and vectors are read from npy or CSV/],
  ['vectors-zip', Buffer.from('PK\x03\x04\x14\0\0\0'), /zip archive.*np\.save\('vectors\.npy', np\.load\(file\)/],
  ['vectors-zip', Buffer.from('PK\x05\x06'), /zip archive/],
  ['vectors-empty', '', /is empty: it has no bytes\. Save the vectors again/],
  ['npy-damaged', npy('<f4', '(2, 2)', new Uint8Array()).subarray(0, 8), /ends within its header\. Save it again/],
  ['vectors-separator', 'a;b\n1,5;2\n', /separates its columns with semicolons\. Save it with commas/],
  ['vectors-separator', 'a\tb\n1\t2\n', /with tabs/],
  ['vectors-empty', 'a,b\n', /has a header but no rows/],
  ['vectors-ragged', 'a,b\n1,2\n3\n', /line 3: the row has 1 cell, the header 2/],
  ['vectors-not-a-number', 'a,b\n1,2\n3,x\n', /line 3, column b: "x" is not a number/],
  ['vectors-not-a-number', 'a,b\n1,\n', /line 2, column b: "" is not a number/],
  ['vectors-not-a-number', 'a\n0x10\n', /"0x10" is not a number/],
  ['vectors-not-a-number', 'a\nNaN\n', /"NaN" is not a number/],
  ['vectors-not-a-number', 'a\n1e309\n', /"1e309" is not a number/],
  ['vectors-not-a-number', 'a\n"1,234"\n', /"1,234" may hold a decimal comma or a thousands separator/],
  ['vectors-header', ',a,b\n0,1,2\n', /column 1 has no name.*index=False/],
  ['vectors-malformed', 'a\n"1\n', /not valid CSV/],
  ['vectors-encoding', Uint8Array.of(97, 10, 0xe4, 10), /not UTF-8/]
])('%s: %#', async (code, content, message) => {
  const error = await openVectors(await file('v', content)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(MedoidError)
  expect((error as MedoidError).code).toBe(code)
  expect((error as MedoidError).message).toMatch(message)
})

test('a number that is not finite is named where it is read', async () => {
  const rows = Float64Array.of(1, 2, 3, NaN, 1e300, -Infinity)
  const source = await openVectors(await file('v', npy('<f8', '(3, 2)', bytes(rows))))
  expect(await source.read(0, 1)).toEqual(Float64Array.of(1, 2))
  await expect(source.read(0, 2)).rejects.toMatchObject({
    code: 'vectors-not-finite',
    message: expect.stringContaining('row 1, column 1 (both from 0) is NaN, not a finite number') as string
  })
  await expect(source.read(2, 3)).rejects.toThrow('row 2, column 1 (both from 0) is -Infinity, not a finite number')
  await source.close()
})

test('CSV: what was written comes back, and no temporary file is left', async () => {
  vi.stubEnv('TMPDIR', folder)
  const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const length = fc.integer({ min: 1, max: 5 })
  const vectors = length.chain((n) => fc.array(fc.array(float, { minLength: n, maxLength: n }), { minLength: 1 }))
  await fc.assert(
    fc.asyncProperty(vectors, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (rows, end, bom) => {
      const lines = [rows[0].map((_, i) => `v${i}`).join(','), ...rows.map((row) => row.join(','))]
      const path = await file('v.csv', (bom ? '\ufeff' : '') + lines.join(end) + end)
      expect(await all(path)).toEqual({ rows: rows.length, length: rows[0].length, values: rows.flat() })
      expect(await readdir(folder)).toEqual(['v.csv'])
    }),
    { numRuns: 30 }
  )
  const path = await file('v.csv', 'a\n1\nx\n')
  await expect(openVectors(path)).rejects.toThrow('line 3')
  expect(await readdir(folder)).toEqual(['v.csv'])
  vi.stubEnv('TMPDIR', join(folder, 'none'))
  await expect(openVectors(path)).rejects.toMatchObject({ code: 'no-temporary-space' })
})

test('vectors and labels must be as many', async () => {
  const vectors = await file('v.csv', 'a,b\n1,2\n3,4\n5,6\n')
  const both = await openLabelledVectors(vectors, await file('l.csv', 'label\nx\ny\nx\n'))
  expect([both.vectors.rows, both.vectors.length, both.labels.names]).toEqual([3, 2, ['x', 'y']])
  await both.vectors.close()
  const labels = await file('l.csv', 'label\nx\ny\n')
  await expect(openLabelledVectors(vectors, labels)).rejects.toMatchObject({
    code: 'rows-differ',
    message: expect.stringContaining(`${vectors} has 3 vectors, and ${labels} has 2 labels`) as string
  })
})

test('files that are not there, and folders, are named with their option', async () => {
  const vectors = await file('v.csv', 'a\n1\n')
  await expect(openVectors(join(folder, 'none'))).rejects.toMatchObject({
    code: 'vectors-unreadable',
    message: expect.stringMatching(/vectors .*none cannot be read.*Check vectors/) as string
  })
  await expect(openLabelledVectors(vectors, folder)).rejects.toThrow(/labels .* cannot be read.*Check labels/)
})

test('CSV: hidden carriage returns, decimal commas and values beyond 32 bits are read', async () => {
  const path = await file('v.csv', 'a,b\n1,2\r\n"1,5",-3e-50\n1e200,0\r\n')
  const said: Message[] = []
  const source = await openVectors(path, { onMessage: (message) => said.push(message) })
  expect([...(await source.read(0, 3))]).toEqual([1, 2, 1.5, -3e-50, 1e200, 0])
  await source.close()
  expect(said).toEqual([{ code: 'decimal-commas', parameters: { file: path, numbers: 1 } }])
})

test('CSV: a first line that looks like a vector is told of, and numbers of columns are names', async () => {
  const told = async (content: string): Promise<string[]> => {
    const said: string[] = []
    const onMessage = (note: Message) => said.push(sayMessage(note, PLAIN_TERMS))
    const source = await openVectors(await file('v.csv', content), { onMessage })
    await source.close()
    return said
  }
  expect(await told('0.5,-1,2,3\n1,2,3,4\n')).toEqual([
    expect.stringMatching(
      /the first line holds the names of the columns, and here these are numbers \(0\.5, -1, 2, …\)/
    )
  ])
  expect(await told('0,1\n1,2\n')).toEqual([])
})
