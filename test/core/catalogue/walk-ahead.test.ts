import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { joinNames } from '../../../src/core/catalogue/names.ts'
import { walk, walkAhead, type WalkRange } from '../../../src/core/catalogue/walk.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from './synthetic.ts'

/** A share, whatever the time that a disk takes: so many listings may be under way. */
let inFlight = 4
vi.mock('../../../src/core/catalogue/latency.ts', async (original) => ({
  ...(await original<typeof import('../../../src/core/catalogue/latency.ts')>()),
  Latency: class {
    get inFlight(): number {
      return inFlight
    }
    took(): void {}
  }
}))

const listings = vi.hoisted(() => ({ now: 0, most: 0, of: [] as string[] }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readdir = (
    folder: string | Buffer,
    options: object,
    done: (error: unknown, entries: unknown) => void
  ): void => {
    listings.of.push(String(folder))
    listings.most = Math.max(listings.most, ++listings.now)
    fs.readdir(folder, options as never, (error, entries) => {
      listings.now--
      done(error, entries)
    })
  }
  return { ...fs, readdir }
})
afterEach(() => Object.assign(listings, { now: 0, most: 0, of: [] }))

type Event = ReturnType<typeof walk> extends Generator<infer E> ? E : never

async function ahead(root: string, range?: WalkRange): Promise<Event[]> {
  const events: Event[] = []
  for (const event of walkAhead(root, '', range)) {
    if (event.kind === 'wait') await event.until
    else events.push(event)
  }
  return events
}

/** `a/b` is a file, `a/b/` a folder, `a -> b` a link. */
function make(root: string, places: readonly string[]): void {
  for (const place of places) {
    const [path, target] = place.split(' -> ')
    const at = join(root, path)
    try {
      mkdirSync(place.endsWith('/') ? at : dirname(at), { recursive: true })
      if (target !== undefined) symlinkSync(join(root, target), at)
      else if (!place.endsWith('/')) writeFileSync(at, 'x')
    } catch (error) {
      // A name cannot be several things.
      if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error
    }
  }
}

test('what is listed ahead is walked in the same order, whatever is there and whichever part is asked for', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'a.', 'ä')
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
  const place = fc.oneof(
    { weight: 4, arbitrary: path },
    { weight: 2, arbitrary: path.map((folder) => `${folder}/`) },
    { weight: 1, arbitrary: fc.tuple(path, path).map(([from, to]) => `${from} -> ${to}`) }
  )
  const bound = fc.option(path, { freq: 3 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(place, { maxLength: 20 }),
      bound,
      bound,
      fc.integer({ min: 1, max: 9 }),
      async (places, from, to, most) => {
        const root = temporaryFolder()
        inFlight = most
        try {
          make(root, places)
          const range = { from, to, seenLinks: new Set<string>() }
          expect(await ahead(root, range)).toEqual([...walk(root, '', range)])
          expect(await ahead(root)).toEqual([...walk(root)])
        } finally {
          rmSync(root, { recursive: true })
        }
      }
    ),
    { numRuns: 150 }
  )
})

test('each folder is listed once, those that come next meanwhile, and no more at a time than may be', async () => {
  const root = temporaryFolder()
  inFlight = 4
  const folders = Array.from({ length: 60 }, (_, i) => `${i % 3}/${i % 9}/${i}/`)
  make(root, folders)
  await ahead(root)
  expect(listings.of.length).toBe(1 + 3 + 9 + 60)
  expect(new Set(listings.of).size).toBe(listings.of.length)
  expect(listings.most).toBe(4)
})

test('nothing is listed ahead that is outside of the range', async () => {
  const root = temporaryFolder()
  inFlight = 8
  make(root, ['a/1/x', 'a/2/x', 'b/1/x', 'b/2/x', 'c/1/x', 'd/x'])
  await ahead(root, { from: 'b/2', to: 'd', seenLinks: new Set() })
  // Folders around its beginning are listed in pieces, when the walk comes to them.
  expect(listings.of.map((folder) => folder.slice(root.length + 1)).sort()).toEqual(['b/2', 'c', 'c/1'])
})

test('names that are not UTF-8 are walked as their bytes', async () => {
  const root = temporaryFolder()
  const name = Buffer.from([0x66, 0xfc, 0x72])
  writeFileSync(joinNames(root, name), 'x')
  expect(await ahead(root)).toEqual([{ kind: 'enter', path: '' }, { kind: 'file', name }, { kind: 'leave' }])
})
