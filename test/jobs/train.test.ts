import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import type { Progress } from '../../src/core/work.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from './archive.ts'

/** Trains on six images that the seed draws. @returns what it tells about preparing pictures, and how many could not be prepared */
async function trainOnSix(catalogue: string, seed: number): Promise<{ told: Progress[]; skipped: number }> {
  const told: Progress[] = []
  const onProgress = (progress: Progress): void => {
    if (progress.stage === 'Preparing pictures') told.push(progress)
  }
  const asked = { catalogue, seed, images: 6, epochs: 1, batch: 6, architecture: 'compact', reserve: 0 }
  const { skipped } = await trainJob.run({ ...asked, backend: 'wasm' }, { onProgress })
  return { told, skipped: skipped.length }
}

test('progress counts the images that are asked for, however many cannot be decoded', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  const root = join(folder, 'archive')
  await writePhantom(root, { images: 40, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [root] }, WORK)

  const whole = await trainOnSix(catalogue, 1)
  expect(new Set(whole.told.map(({ total }) => total))).toEqual(new Set([6]))
  expect(whole.told.at(-1)).toMatchObject({ done: 6, unit: 'images' })

  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  files.forEach((file, at) => {
    if (at % 3 > 0) rmSync(join(file.parentPath, file.name))
  })
  const { told, skipped } = await trainOnSix(catalogue, 2)
  expect(skipped).toBeGreaterThan(0)
  expect(new Set(told.map(({ total }) => total))).toEqual(new Set([6]))
  expect(told.at(-1)).toMatchObject({ done: 6 })
})
