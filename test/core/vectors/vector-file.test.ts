import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { VECTOR_FORMATS, type VectorFormat } from '../../../src/core/vectors/layout.ts'
import { VectorFile, type VectorFileOptions, type WrittenVectors } from '../../../src/core/vectors/vector-file.ts'
import fc from '../../fast-check.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'

let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-vectors-'))
  out = join(folder, 'out')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const SOURCE = { model: '3', clustering: '1.20', images: 'abc' }
const options = (format: VectorFormat, rows: number, more: Partial<VectorFileOptions> = {}): VectorFileOptions => ({
  ...{ path: out, format, rows, length: 2, source: SOURCE, groupRows: 3 },
  ...more
})

const isRemarked = (instance: number): boolean => instance % 3 === 1

/** What an embedding of the instances `from` to `to` − 1 gives, those left out that cannot be decoded. */
function rowsOf(from: number, to: number, undecodable: ReadonlySet<number> = new Set()) {
  const all = Array.from({ length: to - from }, (_, i) => from + i)
  const instances = all.filter((i) => !undecodable.has(i))
  return {
    instances,
    skipped: all
      .filter((i) => undecodable.has(i))
      .map((instance) => ({ instance, reason: saidBefore(`${instance} is damaged.`) })),
    remarked: instances.filter(isRemarked).map((instance) => ({
      instance,
      remarks: [{ code: 'tiles-without-place' as const, parameters: { frames: instance } }]
    })),
    uids: instances.map((i) => `1.2.${i}`),
    clusters: instances.map((i) => i % 4),
    vectors: Float32Array.from(instances.flatMap((i) => [i / 8, 0 - i]))
  }
}

/** Writes all rows from where the file is, in batches of the sizes given, cyclically. */
async function write(
  given: VectorFileOptions,
  batches = [4],
  undecodable?: ReadonlySet<number>
): Promise<WrittenVectors> {
  const file = await VectorFile.open(given)
  let from = Math.min(given.rows, file.after + 1)
  for (let i = 0; from < given.rows; i++) {
    const to = Math.min(given.rows, from + batches[i % batches.length])
    await file.write(rowsOf(from, to, undecodable))
    from = to
  }
  return file.finish()
}

const files = async (): Promise<[string, string][]> =>
  Promise.all(
    (await readdir(folder))
      .sort()
      .map(async (name) => [name, (await readFile(join(folder, name))).toString('latin1')] as const)
  ).then((all) => all.map(([name, text]) => [name, text]))

test('npy: the bytes are those that numpy writes, and an index says which row is which image', async () => {
  const written = await write(options('npy', 5))
  // np.save of np.array([[0, 0], [.125, -1], [.25, -2], [.375, -3], [.5, -4]], '<f4')
  const head = "\x93NUMPY\x01\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (5, 2), }".padEnd(127) + '\n'
  const numbers = '0000000000000000' + '0000003e000080bf' + '0000803e000000c0' + '0000c03e000040c0' + '0000003f000080c0'
  const bytes = await readFile(out)
  expect(bytes.subarray(0, 128).toString('latin1')).toBe(head)
  expect(bytes.subarray(128).toString('hex')).toBe(numbers)
  expect(await readFile(`${out}.index.csv`, 'utf8')).toBe(
    'row,SOPInstanceUID,cluster\n0,1.2.0,0\n1,1.2.1,1\n2,1.2.2,2\n3,1.2.3,3\n4,1.2.4,0\n'
  )
  expect(await readdir(folder)).toEqual(['out', 'out.index.csv'])
  expect(written).toEqual({
    rows: 5,
    skipped: [],
    remarks: [{ code: 'tiles-without-place', parameters: { frames: 1 }, images: 2, instance: 1 }],
    files: [
      { path: out, bytes: 168 },
      { path: `${out}.index.csv`, bytes: (await stat(`${out}.index.csv`)).size }
    ]
  })
})

test('npy: halves are those that numpy writes', async () => {
  await write(options('npy', 5, { precision: 'f16' }))
  // np.save of np.array([[0, 0], [.125, -1], [.25, -2], [.375, -3], [.5, -4]], '<f2')
  const head = "\x93NUMPY\x01\0v\0{'descr': '<f2', 'fortran_order': False, 'shape': (5, 2), }".padEnd(127) + '\n'
  const bytes = await readFile(out)
  expect(bytes.subarray(0, 128).toString('latin1')).toBe(head)
  expect(bytes.subarray(128).toString('hex')).toBe('00000000' + '003000bc' + '003400c0' + '003600c2' + '003800c4')
})

test('a value that no half can hold is refused, not written as infinity', async () => {
  const file = await VectorFile.open(options('npy', 1, { precision: 'f16' }))
  const batch = { instances: [0], uids: ['1.2'], clusters: [0], vectors: Float32Array.of(1, -70_000) }
  await expect(file.write(batch)).rejects.toThrow(
    'A value of the vectors is -70000, and numbers of 16 bits end at 65,504. Write them with precision f32.'
  )
  await file.close()
})

test('a file that was begun in 32 bits is not gone on with in halves', async () => {
  const file = await VectorFile.open(options('npy', 9))
  await file.write(rowsOf(0, 4))
  await file.close()
  await expect(VectorFile.open(options('npy', 9, { precision: 'f16' }))).rejects.toThrow('precision none (now f16)')
})

test('npy: images that cannot be decoded are no rows, and the shape does not count them', async () => {
  expect((await write(options('npy', 10), [4], new Set([2, 9]))).rows).toBe(8)
  const bytes = await readFile(out)
  expect(bytes.toString('latin1', 0, 128)).toContain("'shape': (8, 2), }")
  expect(bytes).toHaveLength(128 + 8 * 2 * 4)
})

test.each(VECTOR_FORMATS)('%s: only the user can read what is written, also while it is', async (format) => {
  const file = await VectorFile.open(options(format, 9))
  await file.write(rowsOf(0, 4))
  const modes = async () =>
    Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).mode & 0o777))
  expect(new Set(await modes())).toEqual(new Set([0o600]))
  await file.write(rowsOf(4, 9))
  await file.finish()
  expect(new Set(await modes())).toEqual(new Set([0o600]))
})

test.each(VECTOR_FORMATS)(
  '%s: stopped anywhere and gone on with, the file is that of an uninterrupted run',
  async (format) => {
    const stops = fc.array(fc.record({ rows: fc.nat(9), kept: fc.boolean() }), { maxLength: 5 })
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 17 }), stops, sizes, fc.nat(16), async (rows, runs, batches, lost) => {
        const undecodable = new Set([lost])
        await rm(folder, { recursive: true })
        await write(options(format, rows, { path: join(await fresh(), 'out') }), [rows], undecodable)
        const whole = await files()
        await fresh()
        for (const { rows: more, kept } of runs) {
          const file = await VectorFile.open(options(format, rows))
          const from = file.after + 1
          await file.write(rowsOf(from, Math.min(rows, from + more), undecodable))
          // A killed process does not even close its file; what it wrote after the last commit may be anything.
          await (kept ? file.close() : kill(file, out))
        }
        const { skipped, remarks } = await write(options(format, rows), batches, undecodable)
        expect(await files()).toEqual(whole)
        const remarked = Array.from({ length: rows }, (_, i) => i).filter((i) => i !== lost && isRemarked(i))
        expect(remarks.map(({ images, instance }) => [images, instance])).toEqual(
          remarked.length > 0 ? [[remarked.length, remarked[0]]] : []
        )
        expect(skipped).toEqual(lost < rows ? [{ instance: lost, reason: saidBefore(`${lost} is damaged.`) }] : [])
      }),
      { numRuns: 25 }
    )
  }
)

async function fresh(): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  folder = await mkdtemp(join(tmpdir(), 'medoid-vectors-'))
  out = join(folder, 'out')
  return folder
}

/** As kill −9 leaves a file: with more bytes than were committed. */
async function kill(file: VectorFile, path: string): Promise<void> {
  const journal = await readFile(`${path}.part.json`, 'utf8')
  await file.close()
  for (const part of [`${path}.part`, `${path}.index.csv.part`]) {
    if (existsSync(part)) await writeFile(part, 'what was written after the last commit', { flag: 'a' })
  }
  if (existsSync(`${path}.part`)) await writeFile(`${path}.part.json`, journal)
}

test.each(VECTOR_FORMATS)(
  '%s: killed by the system in the middle, the next run goes on behind the last whole group',
  async (format) => {
    const source = new URL('../../../src/core/vectors/vector-file.ts', import.meta.url).href
    const child = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { VectorFile } from ${JSON.stringify(source)}
     const file = await VectorFile.open(JSON.parse(process.argv[1]))
     await file.write(JSON.parse(process.argv[2], (key, value) => key === 'vectors' ? Float32Array.from(value) : value))
     process.stdout.write('written')
     setInterval(() => {}, 1000)`,
      JSON.stringify(options(format, 10)),
      JSON.stringify({ ...rowsOf(0, 8), vectors: [...rowsOf(0, 8).vectors] })
    ])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(out)).toBe(false)

    const file = await VectorFile.open(options(format, 10))
    expect([file.committedRows, file.after]).toEqual([6, 5])
    await file.write(rowsOf(6, 10))
    await file.finish()
    const resumed = await files()
    await fresh()
    await write(options(format, 10))
    expect(resumed).toEqual(await files())
  }
)

test.each(VECTOR_FORMATS)('%s: stopped while its files get their names, nothing else is left to do', async (format) => {
  await write(options(format, 8))
  const whole = await files()
  for (const inTheWay of format === 'npy' ? ['out', 'out.index.csv'] : ['out']) {
    await fresh()
    const file = await VectorFile.open(options(format, 8))
    await file.write(rowsOf(0, 8))
    await mkdir(join(folder, inTheWay))
    await expect(file.finish()).rejects.toThrow('Cannot write')
    await rmdir(join(folder, inTheWay))
    const journal = await readFile(`${out}.part.json`)

    const again = await VectorFile.open(options(format, 8))
    expect(again.after).toBe(Infinity)
    expect((await again.finish()).rows).toBe(8)
    expect(await files()).toEqual(whole)

    await writeFile(`${out}.part.json`, journal)
    expect(await afterOf(options(format, 8))).toBe(Infinity)
    // Somebody has written the file anew since: that journal means nothing.
    await truncate(out, 10)
    expect(await afterOf({ ...options(format, 8), overwrite: true })).toBe(-1)
  }
})

async function afterOf(given: VectorFileOptions): Promise<number> {
  const file = await VectorFile.open(given)
  await file.close()
  return file.after
}

test('a file that was begun with other settings is refused, and says with which', async () => {
  const file = await VectorFile.open(options('npy', 9))
  await file.write(rowsOf(0, 4))
  await file.close()
  const before = await files()
  const other = options('npy', 10, { source: { ...SOURCE, model: '4' } })
  await expect(VectorFile.open(other)).rejects.toMatchObject({
    code: 'other-part',
    message:
      `${out}.part is unfinished, and was begun with other settings: model 3 (now 4), rows 9 (now 10). Give those settings ` +
      `to finish it with the same call, or delete ${out}.part and ${out}.part.json to start over, or give another name.`
  })
  await expect(VectorFile.open(options('parquet', 9))).rejects.toThrow('format npy (now parquet)')
  expect(await files()).toEqual(before)
})

test('what was begun and has no rows yet is nobody’s loss', async () => {
  const file = await VectorFile.open(options('npy', 9))
  await file.write(rowsOf(0, 2))
  const left = await files()
  await file.close()
  expect(await files()).toEqual([])
  for (const [name, text] of left) await writeFile(join(folder, name), text, 'latin1')
  expect(await afterOf(options('npy', 9))).toBe(-1)
})

test('who has begun a file with other settings may be at work on its first rows: it is refused, too', async () => {
  const file = await VectorFile.open(options('npy', 9))
  const before = await files()
  await expect(VectorFile.open(options('npy', 9, { source: { ...SOURCE, model: '4' } }))).rejects.toMatchObject({
    code: 'other-part'
  })
  expect(await files()).toEqual(before)
  await file.write(rowsOf(0, 9))
  expect((await file.finish()).rows).toBe(9)
})

test('parts that do not fit together are refused, and nothing is deleted', async () => {
  const begun = async (): Promise<void> => {
    await fresh()
    const file = await VectorFile.open(options('npy', 9))
    await file.write(rowsOf(0, 4))
    await file.close()
  }
  const damages: [string, () => Promise<void>][] = [
    ['other-part', () => rm(`${out}.part.json`)],
    ['vectors-part-damaged', () => truncate(`${out}.part`, 100)],
    ['vectors-part-damaged', () => truncate(`${out}.index.csv.part`, 3)],
    ['vectors-part-damaged', () => writeFile(`${out}.part.json`, '{"schema": "medoid-vectors"}')],
    ['vectors-part-damaged', () => writeFile(`${out}.part.json`, '')]
  ]
  for (const [code, damage] of damages) {
    await begun()
    await damage()
    const before = await files()
    await expect(VectorFile.open(options('npy', 9))).rejects.toMatchObject({ code })
    expect((await files()).filter(([name]) => !name.endsWith('.json'))).toEqual(
      before.filter(([name]) => !name.endsWith('.json'))
    )
  }
  await begun()
  await rm(`${out}.part`)
  expect(await afterOf(options('npy', 9))).toBe(-1)
})

test('of two commands that write the same file, the first stops', async () => {
  const first = await VectorFile.open(options('npy', 9))
  await first.write(rowsOf(0, 4))
  const second = await VectorFile.open(options('npy', 9))
  expect(second.after).toBe(2)
  await expect(first.write(rowsOf(4, 9))).rejects.toMatchObject({ code: 'part-taken' })
  await first.close()
  await second.write(rowsOf(3, 9))
  await second.finish()
  const both = await files()
  await fresh()
  await write(options('npy', 9))
  expect(both).toEqual(await files())
})

test('of two that begin the same file, the first writes nothing into that of the second', async () => {
  const first = await VectorFile.open(options('npy', 9))
  const { ino } = await stat(`${out}.part`)
  const second = await VectorFile.open(options('npy', 9))
  expect((await stat(`${out}.part`)).ino).not.toBe(ino)
  await second.write(rowsOf(0, 4))
  const before = await files()
  // What another backend computes differs in the last bits.
  const slightlyOther = { ...rowsOf(0, 4), vectors: rowsOf(0, 4).vectors.map((value) => value + 1e-6) }
  await expect(first.write(slightlyOther)).rejects.toMatchObject({ code: 'part-taken' })
  await first.close()
  expect(await files()).toEqual(before)
  await second.close()
})

test('who took over, goes on, and is written over by nobody', async () => {
  const begun = await VectorFile.open(options('npy', 9))
  await begun.write(rowsOf(0, 4))
  const second = await VectorFile.open(options('npy', 9))
  await second.write(rowsOf(3, 7))
  const before = await files()
  const slightlyOther = { ...rowsOf(4, 7), vectors: rowsOf(4, 7).vectors.map((value) => value + 1e-6) }
  await expect(begun.write(slightlyOther)).rejects.toMatchObject({ code: 'part-taken' })
  await begun.close()
  expect(await files()).toEqual(before)
  await second.close()
})

test.each(['out.part', 'out.index.csv.part'])('%s that was replaced meanwhile is another’s', async (name) => {
  const file = await VectorFile.open(options('npy', 9))
  await file.write(rowsOf(0, 4))
  const part = join(folder, name)
  const bytes = await readFile(part)
  await rm(part)
  await writeFile(part, bytes)
  await expect(file.write(rowsOf(4, 9))).rejects.toMatchObject({ code: 'part-taken' })
  expect(await readFile(part)).toEqual(bytes)
  await file.close()
})

test('a file that a version up to 0.2.0 began, which told of images in sentences, is finished', async () => {
  const begun = await VectorFile.open(options('npy', 5))
  await begun.write(rowsOf(0, 4, new Set([0])))
  await begun.close()
  const journal = JSON.parse(await readFile(`${out}.part.json`, 'utf8')) as object
  const before = {
    ...journal,
    skipped: [{ instance: 0, reason: '0 is damaged.' }],
    remarks: [{ code: 'frame-cut', images: 1, instance: 1, message: '1 is cut.' }]
  }
  await writeFile(`${out}.part.json`, JSON.stringify(before))
  const { skipped, remarks } = await write(options('npy', 5))
  expect(skipped).toEqual([{ instance: 0, reason: saidBefore('0 is damaged.') }])
  expect(remarks).toContainEqual({ code: 'frame-cut', parameters: { sentence: '1 is cut.' }, images: 1, instance: 1 })
})

test('an older export is replaced at the end, anything else never', async () => {
  await write(options('parquet', 3))
  const older = await readFile(out)
  const file = await VectorFile.open(options('npy', 4))
  await file.write(rowsOf(0, 4))
  expect(await readFile(out)).toEqual(older)
  await file.finish()
  expect((await readFile(out)).toString('latin1', 1, 6)).toBe('NUMPY')

  for (const other of ['my thesis', '\x93NUMPY\x01\x00', 'PAR1 of another program PAR1']) {
    await writeFile(out, other, 'latin1')
    await rm(`${out}.index.csv`, { force: true })
    await expect(VectorFile.open(options('npy', 4))).rejects.toMatchObject({ code: 'not-an-export' })
  }
  await rm(out)
  await writeFile(`${out}.index.csv`, 'my,spreadsheet\n')
  await expect(VectorFile.open(options('npy', 4))).rejects.toThrow(
    `${out}.index.csv already exists, and Medoid did not write it`
  )
  await expect(VectorFile.open(options('npy', 4, { path: folder }))).rejects.toMatchObject({ code: 'is-a-folder' })
  const nowhere = join(folder, 'no', 'out')
  await expect(VectorFile.open(options('npy', 4, { path: nowhere }))).rejects.toMatchObject({ code: 'no-such-folder' })
  expect((await readdir(folder)).sort()).toEqual(['out.index.csv'])
})

test('a disk that is too small is refused before anything is written', async () => {
  await expect(VectorFile.open(options('npy', 2 ** 40, { length: 81_920 }))).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/out needs \d{6}\.\d TB, and its disk has [\d.]+ [MGT]B left/) as string
  })
  expect(await readdir(folder)).toEqual([])
})

test('rows come in the order of their instances, each once', async () => {
  const file = await VectorFile.open(options('npy', 9))
  await file.write(rowsOf(0, 4))
  await expect(file.write(rowsOf(3, 5))).rejects.toThrow('instance 3 comes out of turn')
  await expect(file.write({ ...rowsOf(5, 7), vectors: new Float32Array(5) })).rejects.toThrow('not as long')
  await file.close()
})
