import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportLabelsJob } from '../../src/jobs/export-labels.ts'
import { exportFeaturesJob } from '../../src/jobs/export-features.ts'
import { reportJob } from '../../src/jobs/report.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from './archive.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

/** What an export replaces: what Medoid has written and nobody has changed since; else only what a person says may go. */

let catalogue: string
let folder: string
let out: string

beforeAll(async () => {
  catalogue = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
})
beforeEach(() => {
  folder = temporaryFolder()
  out = join(folder, 'export')
})

const EXPORTS = [
  {
    what: 'labels',
    write: (overwrite?: boolean): Promise<unknown> =>
      exportLabelsJob.run({ catalogue, run: '1.3', format: 'csv', out, where: [], columns: [], overwrite }, WORK),
    files: ['export', 'export.manifest.json'],
    document: 'export.manifest.json'
  },
  {
    what: 'features',
    write: (overwrite?: boolean): Promise<unknown> => {
      const features = withDefaults(featureParameters, { tags: 20 })
      return exportFeaturesJob.run({ ...features, catalogue, format: 'csv', out, overwrite }, WORK)
    },
    files: ['export', 'export.instances.csv', 'export.manifest.json', 'export.types.json'],
    document: 'export.manifest.json'
  },
  {
    what: 'report',
    write: (overwrite?: boolean): Promise<unknown> =>
      reportJob.run({ catalogue, run: '1.3', out, pictures: 'safe', overwrite }, WORK),
    files: ['export', 'export.json'],
    document: 'export.json'
  }
]

const contents = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))

describe.each(EXPORTS)('$what', ({ write, files }) => {
  test('written again, they replace themselves', async () => {
    await write()
    expect(readdirSync(folder).toSorted()).toEqual(files)
    await write()
    expect(readdirSync(folder).toSorted()).toEqual(files)
  })

  test('whoever could read what is replaced cannot read what replaces it', async () => {
    await write()
    for (const name of files) chmodSync(join(folder, name), 0o666)
    await write()
    for (const name of files) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  test.each(files)('a file that somebody else has written (%s) stays, unless they say that it may go', async (name) => {
    writeFileSync(join(folder, name), 'Chapter 1\n')
    await expect(write()).rejects.toMatchObject({
      code: 'not-an-export',
      message: expect.stringMatching(
        new RegExp(`${name} already exists, and Medoid did not write it.*overwrite`)
      ) as string
    })
    expect(contents()).toEqual({ [name]: 'Chapter 1\n' })
    await write(true)
    expect(readdirSync(folder).toSorted()).toEqual(files)
    expect(contents()[name]).not.toContain('Chapter 1')
  })

  test('a link to such a file is not followed either', async () => {
    mkdirSync(join(folder, 'thesis'))
    writeFileSync(join(folder, 'thesis/chapter'), 'Chapter 1\n')
    symlinkSync(join(folder, 'thesis/chapter'), out)
    await expect(write()).rejects.toMatchObject({ code: 'not-an-export' })
    expect(readFileSync(join(folder, 'thesis/chapter'), 'utf8')).toBe('Chapter 1\n')
  })

  test('neither a catalogue nor an image is replaced, whatever a person says', async () => {
    for (const bytes of [
      readFileSync(catalogue),
      Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(9)])
    ]) {
      writeFileSync(out, bytes)
      await expect(write(true)).rejects.toMatchObject({ code: 'not-an-export' })
      expect(readFileSync(out).equals(bytes)).toBe(true)
    }
  })
})

const TABLES = EXPORTS.filter(({ what }) => what !== 'report')

describe.each(TABLES)('$what, by their manifest', ({ write, files, document }) => {
  const sums = (): Record<string, string> => {
    const { file, files: listed = [file] } = JSON.parse(readFileSync(join(folder, document), 'utf8')) as {
      file: { name: string; sha256: string }
      files?: { name: string; sha256: string }[]
    }
    return Object.fromEntries(listed.map(({ name, sha256 }) => [name, sha256]))
  }

  test('it lists each file with its checksum', async () => {
    await write()
    const wanted = files.filter((name) => name !== document)
    const sha256 = (name: string): string =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')
    expect(sums()).toEqual(Object.fromEntries(wanted.map((name) => [name, sha256(name)])))
  })

  test('what somebody has worked on since is theirs', async () => {
    await write()
    const corrected = `${readFileSync(out, 'utf8')}corrected by hand\n`
    writeFileSync(out, corrected)
    await expect(write()).rejects.toMatchObject({ code: 'not-an-export' })
    expect(readFileSync(out, 'utf8')).toBe(corrected)
  })

  test('a manifest makes no other file ours', async () => {
    await write()
    const there = contents()
    out = join(folder, 'other')
    writeFileSync(out, there.export)
    copyFileSync(join(folder, document), join(folder, 'other.manifest.json'))
    await expect(write()).rejects.toMatchObject({ code: 'not-an-export' })
  })

  test.each(['{', 'null', '[]', '{"schema":"medoid-labels","files":[null,{"name":7}]}', '{"schema":"other"}'])(
    'nor does %s',
    async (manifest) => {
      writeFileSync(out, 'Chapter 1\n')
      writeFileSync(join(folder, document), manifest)
      await expect(write()).rejects.toMatchObject({ code: 'not-an-export' })
    }
  )

  test('killed when the manifest was in its place and a file was not, it can be run again', async () => {
    await write()
    const before = contents()
    await write()
    const after = contents()
    // The manifest of a third run that would have replaced the second.
    for (const name of files.filter((each) => each !== document)) {
      for (const other of files) writeFileSync(join(folder, other), after[other])
      const manifest = JSON.parse(after[document]) as { file?: object; files?: { name: string }[] }
      for (const entry of [manifest.file, ...(manifest.files ?? [])]) {
        if (entry !== undefined) Object.assign(entry, { sha256: '0'.repeat(64) })
      }
      writeFileSync(join(folder, document), JSON.stringify(manifest))
      writeFileSync(join(folder, name), before[name])
      await write()
    }
    // With nothing in its place but the manifest, too.
    for (const name of files) if (name !== document) rmSync(join(folder, name))
    await write()
    for (const name of files) expect(existsSync(join(folder, name))).toBe(true)
  })
})
