import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProgressLine } from '../../src/cli/progress.ts'

let now = 0
let written: string[] = []
beforeEach(() => {
  now = 1000
  written = []
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const files = (done: number, total?: number, stage = 'Reading headers') => ({ stage, done, total, unit: 'files' })

test('a log gets a line every two seconds, with rate and time left, and no escape sequences', () => {
  const line = new ProgressLine(false)
  line.update(files(0, 30_000))
  now += 1999
  line.update(files(1999, 30_000))
  now += 1
  line.update(files(20_000, 30_000))
  line.end()
  expect(written).toEqual([
    'Reading headers: 0 of 30,000 files (0 %)\n',
    'Reading headers: 20,000 of 30,000 files (66 %), 10,000 files/s, 1.0 s left\n'
  ])
})

test('a terminal gets one line that is written over ten times a second, and is left clean', () => {
  const line = new ProgressLine(true)
  line.update(files(1))
  now += 99
  line.update(files(2))
  now += 1
  line.update(files(3))
  line.end()
  line.end()
  expect(written).toEqual(['\r\x1b[KReading headers: 1 files', '\r\x1b[KReading headers: 3 files', '\r\x1b[K'])
})

test('where nothing was shown there is nothing to clean', () => {
  new ProgressLine(true).end()
  expect(written).toEqual([])
})

test('a new stage is shown at once, and its rate counts from its own beginning', () => {
  const line = new ProgressLine(false)
  line.update(files(5000, 5000))
  now += 10
  line.update(files(300, 400, 'Counting values'))
  now += 2000
  line.update(files(350, 400, 'Counting values'))
  expect(written.slice(1)).toEqual([
    'Counting values: 300 of 400 files (75 %)\n',
    'Counting values: 350 of 400 files (87 %), 25 files/s, 2.0 s left\n'
  ])
})

test('without a total there is no share and no time left; of nothing there is no share either', () => {
  const line = new ProgressLine(false)
  line.update(files(0))
  now += 4000
  line.update(files(8000))
  line.update(files(0, 0, 'Counting values'))
  expect(written).toEqual([
    'Reading headers: 0 files\n',
    'Reading headers: 8,000 files, 2,000 files/s\n',
    'Counting values: 0 of 0 files\n'
  ])
})

test('a line is cut to the terminal, so that it can be written over', () => {
  const { columns } = process.stderr
  try {
    process.stderr.columns = 20
    new ProgressLine(true).update(files(123_456, 200_000))
    expect(written).toEqual(['\r\x1b[KReading headers: 12'])
  } finally {
    process.stderr.columns = columns
  }
})
