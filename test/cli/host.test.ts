import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CommonOptions, explainError, jsonPieces, perform, print } from '../../src/cli/host.ts'
import { CancelledError, MedoidError } from '../../src/core/errors.ts'
import { throwIfCancelled, type Work } from '../../src/core/work.ts'
import fc from '../fast-check.ts'

let stdout = ''
let stderr = ''
const { isTTY } = process.stderr
beforeEach(() => {
  stdout = stderr = ''
  process.stderr.isTTY = false
  vi.spyOn(process.stdout, 'write').mockImplementation((text, done) => {
    stdout += String(text)
    ;(done as unknown as () => void)()
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr += String(text)).length > 0)
})
afterEach(() => {
  process.stderr.isTTY = isTTY
  vi.restoreAllMocks()
})

const options: CommonOptions = { catalogue: 'c.sqlite' }
const job = (run: (work: Work) => Promise<{ n: number }>) => ({
  name: 'job',
  run: (_parameters: object, work: Work) => run(work)
})
const counting = job((work) => {
  work.onProgress?.({ stage: 'Counting', done: 1, unit: 'files' })
  return Promise.resolve({ n: 3 })
})
const text = ({ n }: { n: number }) => `n is ${n}`

test('people get text and programs one JSON document, never both', async () => {
  expect(await perform(counting, {}, options, text)).toEqual({ n: 3 })
  expect(stdout).toBe('n is 3\n')
  stdout = ''
  await perform(counting, {}, { ...options, json: true }, text)
  expect(stdout).toBe('{\n  "n": 3\n}\n')
  expect(stderr).toBe('')
})

test('JSON in pieces is what JSON.stringify makes of the whole', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value, null, 2))
    })
  )
  const odd = { none: undefined, list: [undefined, 'two\nlines', { a: [], b: {} }], date: new Date(0), number: NaN }
  expect([...jsonPieces(odd)].join('')).toBe(JSON.stringify(odd, null, 2))
})

test('in JSON a message has its sentence beside its code and parameters, wherever it stands', () => {
  const cut = { code: 'frame-cut', parameters: { held: 4, whole: 6 } }
  const told = {
    ...cut,
    message: 'Only 4 of the 6 compressed bytes of this frame are there; parts of it may be missing.'
  }
  const report = { reason: cut, remarks: [{ ...cut, images: 2 }], skipped: [{ path: '/a', reason: cut }] }
  expect(JSON.parse([...jsonPieces(report)].join(''))).toEqual({
    reason: told,
    remarks: [{ ...told, images: 2 }],
    skipped: [{ path: '/a', reason: told }]
  })
})

test('in JSON what looks like a message and is none, or has one, stays as it is', () => {
  const none = { code: 'T-01', parameters: {} }
  const own = { code: 'frame-cut', parameters: { held: 4, whole: 6 }, message: 'Ours.' }
  expect(JSON.parse([...jsonPieces([none, own])].join(''))).toEqual([none, own])
})

test('a result that is longer than any string is printed all the same', async () => {
  let characters = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text, done) => {
    characters += text.length
    ;(done as unknown as () => void)()
    return true
  })
  const long = 'a'.repeat(2 ** 23)
  // A string holds fewer than 2 ** 29 characters.
  const values = Array.from({ length: 65 }, () => long)
  await perform({ run: () => Promise.resolve({ values }) }, {}, { ...options, json: true }, () => '')
  expect(characters).toBe('{\n  "values": [\n'.length + 65 * (2 ** 23 + '    "",\n'.length) - 1 + '  ]\n}\n'.length)
  characters = 0
  await print(values)
  expect(characters).toBe(65 * 2 ** 23)
})

test('progress is shown on a terminal, and elsewhere only where it is asked for', async () => {
  await perform(counting, {}, options, text)
  expect(stderr).toBe('')
  await perform(counting, {}, { ...options, progress: true }, text)
  expect(stderr).toBe('Counting: 1 files\n')
  stderr = ''
  process.stderr.isTTY = true
  await perform(counting, {}, options, text)
  expect(stderr).toBe('\r\x1b[KCounting: 1 files\r\x1b[K')
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels the job, which stops where it can', async (signal) => {
  const stopping = job(async (work) => {
    process.emit(signal)
    await new Promise((resolve) => setImmediate(resolve))
    throwIfCancelled(work)
    return { n: 3 }
  })
  await expect(perform(stopping, {}, options, text)).rejects.toThrow(CancelledError)
  expect(stdout).toBe('')
  expect(stderr).toBe('Stopping at a committed state; Ctrl-C again stops at once.\n')
})

test('a second Ctrl-C stops at once; one that arrives twice is one', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
  const deaf = job(() => {
    process.emit('SIGINT')
    process.emit('SIGINT')
    expect(exit).not.toHaveBeenCalled()
    now.mockReturnValue(2000)
    process.emit('SIGINT')
    return Promise.resolve({ n: 3 })
  })
  await perform(deaf, {}, options, text)
  expect(exit).toHaveBeenCalledWith(130)
})

test('after a job, whatever became of it, signals do again what they did before', async () => {
  const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')
  const before = listeners()
  await perform(counting, {}, options, text)
  const failing = job(() => Promise.reject(new Error('no')))
  await expect(perform(failing, {}, options, text)).rejects.toThrow('no')
  expect(listeners()).toBe(before)
})

test('a job that fails on a terminal leaves it clean', async () => {
  process.stderr.isTTY = true
  const failing = job((work) => {
    work.onProgress?.({ stage: 'Counting', done: 1, unit: 'files' })
    return Promise.reject(new Error('no'))
  })
  await expect(perform(failing, {}, options, text)).rejects.toThrow('no')
  expect(stderr).toBe('\r\x1b[KCounting: 1 files\r\x1b[K')
})

test('errors that a person can act on are one line, exit 1', () => {
  expect(explainError(new MedoidError('catalogue-missing', { path: '/data/c.sqlite' }))).toBe(1)
  expect(stderr).toBe(
    'medoid: There is no catalogue at /data/c.sqlite. Make one with "medoid scan FOLDER", or choose another with --catalogue FILE.\n'
  )
})

test('a cancelled job exits 130 and says that it can be finished', () => {
  expect(explainError(new CancelledError())).toBe(130)
  expect(stderr).toBe('Cancelled. What was done until now is kept. Continue with the same command to finish.\n')
})

test('what the system says of a file is the person’s to mend, exit 1', () => {
  const error = Object.assign(new Error("EACCES: permission denied, open 'x'"), { code: 'EACCES', syscall: 'open' })
  expect(explainError(error)).toBe(1)
  expect(stderr).toBe("medoid: EACCES: permission denied, open 'x'\n")
})

test('anything else is a defect, with its stack, exit 1', () => {
  expect(explainError(new TypeError('x is undefined'))).toBe(1)
  expect(stderr).toMatch(/^medoid: this is a defect of Medoid, please report it: TypeError: x is undefined\n {4}at /)
})
