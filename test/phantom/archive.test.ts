import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { phantomInstances } from '../../src/phantom/archive.ts'
import { EXAMS } from '../../src/phantom/exams.ts'
import { encodePhantom, phantomDataSet, type PhantomInstance } from '../../src/phantom/instance.ts'

const BODY_PART = 0x00180015

function groupName({ group }: PhantomInstance): string {
  return `${group.modality} ${group.region} ${group.plane} ${group.weighting}`.trim()
}

/** Deflate may differ from one zlib to the next; what it holds may not. */
function content(instance: PhantomInstance): Buffer {
  const bytes = encodePhantom(instance, { pixels: true })
  if (!instance.series.base.encoding.syntax.deflated) return bytes
  const start = 144 + bytes.readUInt32LE(140)
  return Buffer.concat([bytes.subarray(0, start), inflateRawSync(bytes.subarray(start))])
}

function digest(images: number, seed: number): string {
  const hash = createHash('sha256')
  for (const instance of phantomInstances({ images, seed, size: 16 }))
    hash.update(instance.path).update(content(instance))
  return hash.digest('hex')
}

test('the same seed gives the same bytes; another seed gives others', () => {
  // Made with the Node.js that package.json pins; another V8 may round a sine differently.
  expect(digest(120, 2020)).toBe('9430c984fd139e19168fec3f7963ec8de2cdf0e0d6115216d4a5914527544c10')
  expect(digest(120, 2021)).not.toBe(digest(120, 2020))
})

test('every group turns up in an archive of 600 images', () => {
  const met = new Set(Array.from(phantomInstances({ images: 600, seed: 3, size: 16 }), groupName))
  const all = EXAMS.flatMap(({ modality, region, series }) =>
    series.map(({ plane, weighting }) => `${modality} ${region} ${plane} ${weighting}`.trim())
  )
  expect(met).toEqual(new Set(all))
})

test('Body Part Examined is missing in 30 to 40 % of the images, and spelled in many ways', () => {
  const spellings = new Map<string, Set<string>>()
  let missing = 0
  for (const instance of phantomInstances({ images: 6000, seed: 1, size: 16 })) {
    const text = instance.series.base.elements.find(({ tag }) => tag === BODY_PART)?.value as string | undefined
    if (!text) missing++
    else spellings.set(instance.group.region, (spellings.get(instance.group.region) ?? new Set()).add(text))
  }
  expect(missing / 6000).toBeGreaterThan(0.3)
  expect(missing / 6000).toBeLessThan(0.4)
  expect([...spellings.get('TSPINE')!]).toEqual(expect.arrayContaining(['TSPINE', 'T_SPINE', 'T SPINE']))
})

test('headers have 80 to 240 elements, about 150 on average, of more than 1,000 different tags', () => {
  const tags = new Set<string>()
  let total = 0
  for (const instance of phantomInstances({ images: 4000, seed: 1, size: 16 })) {
    const elements = phantomDataSet(instance)
    expect(elements.length).toBeGreaterThanOrEqual(80)
    expect(elements.length).toBeLessThanOrEqual(240)
    total += elements.length
    for (const { tag } of elements) tags.add(`${tag} ${(tag >>> 16) % 2 ? instance.series.context.station.vendor : ''}`)
  }
  expect(Math.round(total / 4000 / 10)).toBe(15)
  expect(tags.size).toBeGreaterThan(1000)
})

test('elements ascend, and no value is longer than its VR allows (PS3.5 6.2, 7.1)', () => {
  const LIMITS: Record<string, number> = { DS: 16, IS: 12, SH: 16, CS: 16, LO: 64, UI: 64, TM: 14, DA: 8, AS: 4 }
  for (const instance of phantomInstances({ images: 400, seed: 5, size: 16 })) {
    const elements = phantomDataSet(instance)
    elements.forEach(({ tag, vr, value }, index) => {
      if (index > 0) expect(tag).toBeGreaterThan(elements[index - 1].tag)
      if (typeof value !== 'string' || !(vr in LIMITS)) return
      for (const one of value.split('\\')) expect(one.length, `${vr} ${one}`).toBeLessThanOrEqual(LIMITS[vr])
      if (vr === 'DS') for (const one of value.split('\\')) expect(Number(one), one).not.toBeNaN()
    })
  }
})

test('paths and SOP Instance UIDs are unique, and a folder is one series', () => {
  const paths = new Set<string>()
  const uids = new Set<string>()
  const folders = new Map<string, string>()
  for (const { path, sopInstanceUid, series } of phantomInstances({ images: 3000, seed: 4, size: 16 })) {
    paths.add(path)
    uids.add(sopInstanceUid)
    const folder = path.slice(0, path.lastIndexOf('/'))
    expect(folders.get(folder) ?? series.context.uid).toBe(series.context.uid)
    folders.set(folder, series.context.uid)
  }
  expect([paths.size, uids.size]).toEqual([3000, 3000])
})

test('a share of the objects is enhanced multi-frame, with its geometry in functional groups', () => {
  const enhanced = Array.from(phantomInstances({ images: 3000, seed: 1, size: 16 })).find(({ series }) => {
    return series.sopClass === '1.2.840.10008.5.1.4.1.1.4.1'
  })!
  const tags = phantomDataSet(enhanced).map(({ tag }) => tag)
  expect(tags).toContain(0x52009229)
  expect(tags).toContain(0x52009230)
  expect(tags).not.toContain(0x00280030)
  const perFrame = enhanced.own.find(({ tag }) => tag === 0x52009230)!.value
  expect(perFrame).toHaveLength(enhanced.series.context.frames)
})

test.each([
  [{ images: 0, seed: 1 }, 'images is 0. Give a whole number from 1 to 1000000000.'],
  [{ images: 5, seed: -1 }, 'seed is -1. Give a whole number from 0 to 9007199254740991.'],
  [{ images: 5, seed: 1, size: 8 }, 'size is 8. Give a whole number from 16 to 4096.']
])('options out of range are refused: %o', (options, message) => {
  expect(() => [...phantomInstances(options)]).toThrow(message)
})
