import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { cluster } from '../../src/jobs/definitions/cluster.ts'
import { secondsOf } from '../../src/jobs/seconds-of.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { runsJob } from '../../src/jobs/runs.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { type WatchReport, watchFolders } from '../../src/jobs/watch.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import type { Message } from '../../src/messages/message.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { unassign, WORK } from './archive.ts'

let folder: string
let archive: string
let catalogue: string

/** An image of a series of its own. @param thickness in mm: what images differ in besides the modality */
function put(name: string, modality: string, thickness: number): void {
  const elements: Elements = {
    '00080018': ['UI', `1.2.3.${basename(name)}`],
    '0020000E': ['UI', `1.2.4.${basename(name)}`],
    '00080060': ['CS', modality],
    '00100010': ['PN', 'DOE^JANE'],
    '00180050': ['DS', String(thickness)],
    '00280010': ['IS', '4']
  }
  writeFileSync(join(archive, `${name}.dcm`), dicomFile(elements))
}

beforeEach(async () => {
  folder = temporaryFolder()
  archive = join(folder, 'DOE^JANE')
  catalogue = join(folder, 'c.sqlite')
  mkdirSync(archive)
  // Twenty of each kind: thicknesses from 1 to 1.19 and from 5 to 5.19 mm.
  for (let i = 0; i < 20; i++) {
    put(`1${i}`, 'CT', 1 + i / 100)
    put(`2${i}`, 'MR', 5 + i / 100)
  }
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
  await clusterJob.run({ catalogue, ...withDefaults(cluster.parameters, { k: [2], sample: 40 }) }, WORK)
})

const look = (rest = 0): Promise<WatchReport> =>
  watchFolders({ catalogue, folders: [], run: '1.2', every: '10m', once: true }, WORK, rest)

test('new images are assigned, and those far from their medoid are counted by cluster', async () => {
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  expect(await look()).toMatchObject({ assigned: 0, new: 0, far: 0 })
  put('30', 'CT', 1.1)
  put('31', 'CT', 4)
  put('32', 'MR', 5.1)
  const { last, ...report } = await look()
  expect(report).toEqual({ clustering: '1.2', looks: 1, assigned: 3, new: 3, far: 1 })
  expect(last?.drift?.clusters.map(({ images, far }) => [images, far])).toEqual([
    [2, 1],
    [1, 0]
  ])
  // Assigned once, they are not new again; and nobody has clustered.
  expect(await look()).toMatchObject({ assigned: 0, new: 0 })
  expect((await runsJob.run({ catalogue }, WORK)).runs).toHaveLength(1)
})

test('where nothing was assigned before, all images are, and none is new', async () => {
  unassign(catalogue, '1.2')
  expect(await look()).toMatchObject({ assigned: 40, new: 0, last: { drift: null } })
})

test('files that may still be copied wait, also archives; what is known of them stays', async () => {
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  put('30', 'CT', 1.1)
  const known = readdirSync(archive)[0]
  copyFileSync(join(archive, '30.dcm'), join(archive, known))
  expect((await look(600_000)).last?.files).toMatchObject({ resting: 2, dicom: 0, removed: 0, unchanged: 39 })
  expect((await look()).last?.files).toMatchObject({ dicom: 2, removed: 0, unchanged: 39 })
})

test('it goes on until it is cancelled, looks when files change, and says counts alone', async () => {
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  const stop = new AbortController()
  const notes: Message[] = []
  const work = { signal: stop.signal, onMessage: (note: Message) => notes.push(note) }
  const watching = watchFolders({ catalogue, folders: [archive], run: '1.2', every: '1d', once: false }, work, 50)
  await expect.poll(() => notes.map(({ code }) => code)).toEqual(['watch-began'])
  put('30', 'CT', 4)
  await expect
    .poll(() => notes.at(-1))
    .toMatchObject({
      code: 'watch-looked',
      parameters: { read: 1, assigned: 1, drift: { images: 1, far: 1 }, clusters: [{ images: 1, far: 1 }] }
    })
  expect(JSON.stringify(notes)).not.toMatch(/DOE|JANE|\.dcm/)
  notes.length = 0
  // In a folder that was not there when it began, and once more, when that is watched itself.
  mkdirSync(join(archive, 'more'))
  for (const name of ['more/31', 'more/32']) {
    put(name, 'CT', 1.1)
    await expect.poll(() => notes.at(-1)).toMatchObject({ parameters: { read: 1, assigned: 1, drift: { far: 0 } } })
    notes.length = 0
  }
  stop.abort()
  expect(await watching).toMatchObject({ assigned: 3, new: 3, far: 1 })
})

test('a folder that is away is told, and waited for', async () => {
  const stop = new AbortController()
  const notes: Message[] = []
  const work = { signal: stop.signal, onMessage: (note: Message) => notes.push(note) }
  const away = join(folder, 'away')
  const watching = watchFolders({ catalogue, folders: [away], run: '1.2', every: '1s', once: false }, work, 50)
  await expect.poll(() => notes.map(({ code }) => code)).toContain('no-such-folder')
  stop.abort()
  expect(await watching).toMatchObject({ looks: 0 })
})

test('times are numbers with a unit, from a second to a week', () => {
  expect(['30s', '10m', '2h', '7d'].map(secondsOf)).toEqual([30, 600, 7200, 604_800])
  expect(['', '0s', '8d', '10', 'm', '-1s', '1.5h', '10 m'].map(secondsOf)).toEqual(Array(8).fill(null))
})
