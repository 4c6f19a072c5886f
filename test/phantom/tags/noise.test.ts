import { expect, test } from 'vitest'
import { Header } from '../../../src/phantom/tags/header.ts'
import { bodyPart, freeText, keeps, laterality, latin, thinOut } from '../../../src/phantom/tags/noise.ts'
import { STATIONS } from '../../../src/phantom/tags/stations.ts'
import { Random } from '../../../src/core/random.ts'

const free = STATIONS.find(({ spelling }) => spelling === 'free')!
const strict = STATIONS.find(({ spelling }) => spelling !== 'free')!

function draws<T>(count: number, draw: (random: Random) => T): T[] {
  const random = new Random(1)
  return Array.from({ length: count }, () => draw(random))
}

function share(values: unknown[], wanted: unknown): number {
  return values.filter((value) => value === wanted).length / values.length
}

test('one body part is spelled in many ways where people type it, in one where a machine fills it in', () => {
  const typed = new Set(draws(500, (random) => bodyPart('TSPINE', free, random)))
  for (const spelling of ['TSPINE', 'T_SPINE', 'T SPINE', 'T-Spine']) expect(typed).toContain(spelling)
  const filled = draws(500, (random) => bodyPart('TSPINE', strict, random)).filter((text) => typeof text === 'string')
  const counts = new Map<string, number>()
  for (const text of filled) counts.set(text, (counts.get(text) ?? 0) + 1)
  expect(Math.max(...counts.values()) / filled.length).toBeGreaterThan(0.9)
})

test('37 % of all series say nothing about the body part: 27 % lack the element, 10 % leave it empty', () => {
  const values = draws(20000, (random) => bodyPart('CHEST', free, random))
  expect(share(values, undefined)).toBeCloseTo(0.27, 1)
  expect(share(values, null)).toBeCloseTo(0.1, 1)
})

test('the side is wrong now and then', () => {
  const values = draws(20000, (random) => laterality('L', random))
  expect(share(values, 'R')).toBeCloseTo(0.03, 2)
  expect(share(values, 'L')).toBeGreaterThan(0.8)
})

test('free text holds letters beyond Latin 1 only where UTF-8 can carry them', () => {
  const texts = draws(400, (random) => freeText(random, true))
  expect(texts.some((text) => text.includes('č') || text.includes('ž'))).toBe(true)
  expect(draws(400, (random) => freeText(random, false)).every((text) => latin(text) === text)).toBe(true)
  expect(latin('Klinički Röntgen')).toBe('Klini?ki Röntgen')
})

test('a station never writes some attributes, and always those without which an object is none', () => {
  const lost = new Set<number>()
  for (let seed = 0; seed < 300; seed++) {
    const header = new Header(String).put({ Modality: 'CT', Rows: 1, KVP: 120, PatientWeight: 70, StationName: 'A' })
    thinOut(header, strict, new Random(seed))
    const left = new Map(header.dataSet().map(({ tag, value }) => [tag, value]))
    expect(left.get(0x00080060)).toBe('CT')
    expect(left.get(0x00280010)).toEqual([1])
    for (const tag of [0x00180060, 0x00101030, 0x00081010]) {
      if (!keeps(strict, tag)) expect(left.has(tag)).toBe(false)
      else if (!left.get(tag)) lost.add(tag)
    }
  }
  // What it does write is missing or empty here and there.
  expect(lost.size).toBeGreaterThan(0)
})
