import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import type { PicturesReport } from '../../src/jobs/look-at-pictures.ts'
import type { VectorsReport } from '../../src/jobs/vectors.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { waves, writeImage } from '../odd-pictures.ts'
import { json, medoid } from './medoid.ts'

/** What is killed goes on where it was, and ends as what was not killed. */

const BIN = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))
const IMAGES = 400

const folder = temporaryFolder()
const archive = join(folder, 'archive')
const killed = ['--catalogue', join(folder, 'killed.sqlite')]
const whole = ['--catalogue', join(folder, 'whole.sqlite')]

beforeAll(async () => {
  mkdirSync(archive)
  for (let i = 0; i < IMAGES; i++) {
    // Every tenth picture is constant, every fifth a copy of the one before.
    const step = i % 5 === 4 ? i - 1 : i
    writeImage(
      archive,
      `im${String(i).padStart(3, '0')}`,
      i % 10 === 0 ? () => i : (x, y) => waves(x + step * 3, y - step)
    )
  }
  for (const here of [killed, whole]) {
    await medoid(['scan', archive, ...here])
    const few = ['--architecture', 'compact', '--images', '2', '--epochs', '1', '--batch', '2', '--reserve', '0']
    await medoid(['train', ...few, '--seed', '1', '--backend', 'wasm', ...here])
  }
})

/** Ends a command with SIGKILL as soon as a table of a file beside the catalogue has rows. */
async function killOnce(args: string[], suffix: string, table: 'look' | 'vector'): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args, ...killed], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  while (child.exitCode === null && rowsOf(join(folder, `killed.sqlite.${suffix}`), table) === 0) await delay(2)
  child.kill('SIGKILL')
  await ended
}

function rowsOf(file: string, table: string): number {
  if (!existsSync(file)) return 0
  const db = new Database(file, { readonly: true, timeout: 60_000 })
  try {
    const isThere = db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined
    return isThere ? (db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number) : 0
  } finally {
    db.close()
  }
}

test('medoid pictures', async () => {
  await killOnce(['pictures'], 'pictures', 'look')
  const again = await json<PicturesReport>('pictures', ...killed)
  expect(again.looked).toBeLessThan(IMAGES)
  const { found, groups } = await json<PicturesReport>('pictures', ...whole)
  expect(again).toMatchObject({ images: IMAGES, found, groups })
  expect(found[0].values).toContainEqual({ value: 'constant', count: IMAGES / 10 })
  expect((await medoid(['check', ...killed])).code).toBe(0)
})

test('medoid vectors', async () => {
  await killOnce(['vectors', '--backend', 'wasm'], 'vectors-1', 'vector')
  const again = await json<VectorsReport>('vectors', '--backend', 'wasm', ...killed)
  expect(again.added).toBeLessThan(IMAGES)
  const { images, shortLength } = await json<VectorsReport>('vectors', '--backend', 'wasm', ...whole)
  expect(again).toMatchObject({ images, shortLength })
  expect((await json<VectorsReport>('vectors', '--backend', 'wasm', ...killed)).added).toBe(0)
})
