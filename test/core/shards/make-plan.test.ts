import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { joinNames, type Name, readable } from '../../../src/core/catalogue/names.ts'
import { walk, type WalkRange } from '../../../src/core/catalogue/walk.ts'
import { makePlan } from '../../../src/core/shards/make-plan.ts'
import { type Plan, rangeOf } from '../../../src/core/shards/plan.ts'
import fc from '../../fast-check.ts'
import { unprivileged } from '../../unprivileged.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

function touch(root: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), 'x')
  }
}

/** Relative paths of the files in walk order. */
function walked(root: string, range?: WalkRange): string[] {
  const folders: Name[] = []
  const files: string[] = []
  for (const event of walk(root, '', range)) {
    if (event.kind === 'enter') folders.push(event.path)
    else if (event.kind === 'leave') folders.pop()
    else if (event.kind === 'file') files.push(readable(joinNames(folders.at(-1)!, event.name)))
  }
  return files
}

const shardsOf = (root: string, plan: Plan): string[] =>
  plan.ranges.flatMap((_, shard) => walked(root, rangeOf(plan, shard)))

test('a plan tells of each range how many files it has', async () => {
  const root = temporaryFolder()
  touch(root, 'a/1', 'a/2', 'b/1', 'b/2', 'c')
  const { plan, unreadable } = await makePlan(root, 2)
  expect(plan).toMatchObject({
    root,
    shards: 2,
    files: 5,
    ranges: [
      { from: null, to: 'b', files: 2 },
      { from: 'b', to: null, files: 3 }
    ],
    seenLinks: []
  })
  expect(unreadable).toBe(0)
})

test('the same archive gives the same plan', async () => {
  const root = temporaryFolder()
  touch(root, 'a/1', 'b/2', 'c/3')
  expect(await makePlan(root, 2)).toEqual(await makePlan(root, 2))
})

test('an archive without files has no plan', async () => {
  await expect(makePlan(temporaryFolder(), 2)).rejects.toMatchObject({ code: 'folder-empty' })
})

test('folders that cannot be looked at are counted', async () => {
  const root = temporaryFolder()
  touch(root, 'a/1', 'closed/2')
  chmodSync(root, 0o755)
  chmodSync(join(root, 'a'), 0o755)
  chmodSync(join(root, 'closed'), 0)
  try {
    expect(await unprivileged(() => makePlan(root, 2))).toMatchObject({ plan: { files: 1 }, unreadable: 1 })
  } finally {
    chmodSync(join(root, 'closed'), 0o755)
  }
})

test('it stops when it is told to', async () => {
  const root = temporaryFolder()
  for (let i = 0; i < 2048; i++) writeFileSync(join(root, String(i)), '')
  const controller = new AbortController()
  controller.abort()
  await expect(makePlan(root, 2, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' })
})

/** Names that sort apart as text and as bytes, one inside of another, or that are not UTF-8. */
const name = fc.constantFrom('a', 'a-', 'a.b', 'b', 'B', 'ä', '\u{1f600}', '\uff5e', 'z z')
const file = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
/** A link at a path to a folder, in the archive or beside it. */
const link = fc.record({ at: file, to: fc.constantFrom('', 'a', '../beside', '../beside', '../beside/a', 'nowhere') })
const tree = fc.record({
  files: fc.array(file, { minLength: 1, maxLength: 25 }),
  beside: fc.array(file, { maxLength: 6 }),
  links: fc.array(link, { maxLength: 8 }),
  added: fc.array(file, { maxLength: 6 }),
  shards: fc.integer({ min: 1, max: 9 })
})

/** Makes what can be made: a name cannot be both a file and a folder. */
function attempt(make: () => void): void {
  try {
    make()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENOENT'].includes(code ?? '')) throw error
  }
}

test('the shards of any plan of any tree together walk what one walk does, each file once', async () => {
  let links = 0
  await fc.assert(
    fc.asyncProperty(tree, async ({ files, beside, links: linked, shards }) => {
      const place = temporaryFolder()
      const root = join(place, 'root')
      try {
        mkdirSync(root)
        writeFileSync(joinNames(root, Buffer.from([0x61, 0xfc])), 'x')
        for (const path of files) attempt(() => touch(root, path))
        for (const path of beside) attempt(() => touch(join(place, 'beside'), path))
        for (const { at, to } of linked)
          attempt(() => {
            mkdirSync(dirname(join(root, at)), { recursive: true })
            symlinkSync(join(root, to), join(root, at))
          })
        const { plan } = await makePlan(root, shards)
        links += plan.seenLinks.length
        expect(shardsOf(root, plan)).toEqual(walked(root))
        expect(plan.ranges.map((_, shard) => walked(root, rangeOf(plan, shard)).length)).toEqual(
          plan.ranges.map((range) => range.files)
        )
      } finally {
        rmSync(place, { recursive: true })
      }
    }),
    { numRuns: 120 }
  )
  // Or the links that another range has followed were not tried.
  expect(links).toBeGreaterThan(0)
})

test('a file that was added after the plan is in exactly one shard, one that went is in none', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async ({ files, added, shards }) => {
      const root = temporaryFolder()
      try {
        touch(root, '0')
        for (const path of files) attempt(() => touch(root, path))
        const { plan } = await makePlan(root, shards)
        for (const path of files.slice(0, 3)) rmSync(join(root, path), { recursive: true, force: true })
        for (const path of added) attempt(() => touch(root, path))
        expect(shardsOf(root, plan)).toEqual(walked(root))
      } finally {
        rmSync(root, { recursive: true })
      }
    }),
    { numRuns: 60 }
  )
})
