import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { register } from '../../src/cli/commands/similar.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import type { SimilarReport } from '../../src/jobs/similar.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

let catalogue: string
beforeAll(async () => {
  catalogue = archive(threeKinds(30, (i) => (i === 27 ? { BodyPartExamined: 'ABDOMEN' } : {})))
  await clusterJob.run(clusterParameters(catalogue), WORK)
})
const similar = (...args: string[]) => runCommand(register, 'similar', ...args, '--catalogue', catalogue)

test('lists the images with their distances, on how many columns these rest, and in what they differ', async () => {
  const { code, stdout, stderr } = await similar('1.0', '--count', '9')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('9 images most like 1.0, by the tags of run 1, of 30 images.')
  expect(stdout).toMatch(/distance\s+on columns\s+SOP Instance UID\s+file/)
  expect(stdout).toMatch(/ 0\.000\s+\d of \d\s+1\.15\s+\/archive\/study\/IM15/)
  expect(stdout).toMatch(/1\.15: nothing; \d columns are equal/)
  expect(stdout).toMatch(/1\.27: .*BodyPartExamined HEAD \| ABDOMEN \(\d/)
})

test('prints one document with every column where it is asked to', async () => {
  const { stdout } = await similar('1.0', '--count', '1', '--where', 'Modality=MR', '--json')
  const report = JSON.parse(stdout) as SimilarReport
  expect(report).toMatchObject({ image: { sopInstanceUid: '1.0' }, by: 'tags', run: 1, images: 30, among: 10 })
  const [{ why }] = report.similar
  expect(why?.differ).toContainEqual(expect.objectContaining({ name: 'Modality', query: 'CT', value: 'MR' }))
})

test('says what is wrong with an image, a file and an option', async () => {
  const unknown = await similar('1.2.3')
  expect([unknown.code, unknown.stdout]).toEqual([1, ''])
  expect(unknown.stderr).toContain('There is no image with the SOP Instance UID "1.2.3" in the catalogue')
  const notes = join(temporaryFolder(), 'notes.txt')
  writeFileSync(notes, 'No DICOM.')
  expect((await similar(notes)).stderr).toContain(`${notes} is not a DICOM file.`)
  expect((await similar('1.0', '--weight', '1.5')).code).toBe(2)
  expect((await similar('1.0', '--by', 'colour')).code).toBe(2)
  expect((await similar()).code).toBe(2)
  expect((await similar('1.0', '--by', 'pixels')).stderr).toContain('Store them with "medoid vectors"')
})

test('its help teaches with examples', async () => {
  const { stdout } = await similar('--help')
  for (const words of ['Examples:', '--by pixels', '√(1 − S)', 'never found']) expect(stdout).toContain(words)
})
