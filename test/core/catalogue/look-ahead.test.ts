import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { dicomFile } from '../../dicom-file.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

/** 0: a disk at hand; more: a share, of which so much may be under way. */
let inFlight = 0
vi.mock('../../../src/core/catalogue/latency.ts', async (original) => ({
  ...(await original<typeof import('../../../src/core/catalogue/latency.ts')>()),
  Latency: class {
    get inFlight(): number {
      return inFlight
    }
    took(): void {}
  }
}))

const opened: Catalogue[] = []
afterEach(() => {
  for (const catalogue of opened.splice(0)) catalogue.close()
})

function put(root: string, path: string, uid: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), dicomFile({ '00080018': ['UI', uid], '00080060': ['CS', 'CT'] }))
}

/** Scans an archive, changes it, and scans it again. @returns what the second scan did, and all rows, with their ids */
async function twice(root: string, most: number): Promise<unknown> {
  inFlight = most
  const catalogue = newCatalogue()
  opened.push(catalogue)
  for (let i = 0; i < 400; i++) put(root, `${i % 7}/${i}`, `1.${i % 350}`)
  await scan(catalogue, [root], { workers: 1 })
  for (let i = 0; i < 400; i += 9) put(root, `${i % 7}/${i}`, `1.${i}.1`)
  for (let i = 3; i < 400; i += 40) rmSync(join(root, `${i % 7}/${i}`))
  for (let i = 0; i < 60; i++) put(root, `${i % 9}/new${i}`, `1.${i * 3}`)
  utimesSync(join(root, '5/5'), 1, 1)
  const did = await scan(catalogue, [root], { workers: 1 })
  const rows = catalogue.db
    .prepare('SELECT dir, path, name, status, instance FROM file JOIN dir ON dir.id = dir ORDER BY dir, name')
    .all()
  const issues = catalogue.db.prepare('SELECT name, code FROM issue ORDER BY name').all()
  return { did, rows, issues }
}

test('a second scan of a share finds what the second scan of a disk does, in the same order', async () => {
  const atHand = await twice(temporaryFolder(), 0)
  expect(atHand).toMatchObject({ did: { seen: 450, unchanged: 345, dicom: 105, removed: 10 } })
  expect(await twice(temporaryFolder(), 5)).toEqual(atHand)
  expect(await twice(temporaryFolder(), 128)).toEqual(atHand)
})
