import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { dicomFile } from '../../dicom-file.ts'
import { slowShare, whyNoSlowShare } from '../../slow-share/slow-share.ts'
import { until } from '../../slurm/cluster.ts'
import type { Said, Told } from './scan-when-told.ts'
import { snapshot } from './snapshot.ts'
import { temporaryFolder } from './synthetic.ts'

const reason = whyNoSlowShare()
if (reason !== null) console.log(`Scans of network shares are not tested: ${reason}.`)

const BIN = fileURLToPath(new URL('../../../bin/medoid.mjs', import.meta.url))
const FILES = 2000
/** At 20 ms a round trip this is 400 files/s. */
const FILES_A_ROUND_TRIP = 8
/** Longer than that of any network, so that the time is that of waiting, on a busy machine, too. */
const ROUND_TRIP = 200

/** Files in folders of 50, in two levels. */
function archive(): string {
  const root = temporaryFolder()
  for (let i = 0; i < FILES; i++) {
    const folder = join(root, `patient${i % 8}`, `series${i % 40}`)
    mkdirSync(folder, { recursive: true })
    const header = { '00080018': ['UI', `1.${i % 1900}`], '00080060': ['CS', i % 3 ? 'CT' : 'MR'] } as const
    writeFileSync(join(folder, `IM${i}`), i % 50 === 7 ? 'no image' : dicomFile({ ...header } as never))
  }
  return root
}

function start(root: string, file: string): ChildProcess {
  return fork(new URL('./scan-when-told.ts', import.meta.url), [root, file], { stdio: 'ignore' })
}

async function ask(child: ChildProcess, told: Told): Promise<Said> {
  child.send(told)
  const [said] = (await once(child, 'message')) as [Said]
  return said
}

describe.skipIf(reason !== null)('a network share', () => {
  test('is scanned, and scanned again, many files at a time, with the result of a scan of the disk', async () => {
    const root = archive()
    const share = await slowShare(root, ROUND_TRIP)
    const file = join(temporaryFolder(), 'share.sqlite')
    const child = start(share.folder, file)
    try {
      for (const done of [{ seen: FILES, notDicom: 40 }, { unchanged: FILES }]) {
        const said = await ask(child, 'scan')
        expect(said).toMatchObject({ files: done })
        const { seconds } = said as Extract<Said, { seconds: number }>
        const aRoundTrip = (FILES * ROUND_TRIP) / 1000 / seconds
        console.log(
          `${aRoundTrip.toFixed(1)} files a round trip, ${Math.round(aRoundTrip * 50)} files/s where that takes 20 ms`
        )
        expect(aRoundTrip).toBeGreaterThan(FILES_A_ROUND_TRIP)
      }
      const { open, list } = share.requests()
      expect(open.total).toBe(FILES)
      expect(open.most).toBeLessThanOrEqual(128)
      // Each of the 49 folders once a scan: files are not counted in a walk of their own.
      expect(list.total).toBe(2 * 49)
    } finally {
      child.disconnect()
      await share.close()
    }
    const other = openForWriting(join(temporaryFolder(), 'disk.sqlite'), 'test')
    await scan(other, [root], { workers: 2 })
    const found = openForWriting(file, 'test')
    const local = JSON.stringify(await snapshot(other)).replaceAll(root, '')
    expect(JSON.stringify(await snapshot(found)).replaceAll(share.folder, '')).toBe(local)
    expect(rows(found.db)).toEqual(rows(other.db))
    other.close()
    found.close()
  })

  test.each([
    { hanging: 'the first file', hangsAfter: 0, atOnce: 1 },
    { hanging: 'many files at once', hangsAfter: 20, atOnce: 50 }
  ])('that no longer answers holds up nobody who cancels: $hanging', async ({ hangsAfter, atOnce }) => {
    const share = await slowShare(archive(), 20, hangsAfter)
    const file = join(temporaryFolder(), 'share.sqlite')
    const child = start(share.folder, file)
    try {
      const said = ask(child, 'scan')
      await until(() => share.requests().open.now >= atOnce)
      child.send('cancel' satisfies Told)
      expect(await said).toEqual({ failed: 'CancelledError' })
      expect(share.requests().open.now).toBeGreaterThanOrEqual(atOnce)
    } finally {
      child.kill('SIGKILL')
      await share.close()
    }
    const left = openForReading(file)
    expect(left.db.pragma('integrity_check', { simple: true })).toBe('ok')
    left.close()
  })
})

test.skipIf(reason !== null)('Ctrl-C ends a command whose share no longer answers', async () => {
  const share = await slowShare(archive(), 20, 20)
  const file = join(temporaryFolder(), 'share.sqlite')
  const child = spawn(process.execPath, [BIN, 'scan', share.folder, '--catalogue', file], { stdio: 'ignore' })
  try {
    const ended = once(child, 'exit') as Promise<[number | null, string | null]>
    await until(() => share.requests().open.now >= 50)
    child.kill('SIGINT')
    // Of the signal; a shell tells that as 130, the code of a command that was cancelled.
    expect(await ended).toEqual([null, 'SIGINT'])
  } finally {
    await share.close()
  }
})

/** What is stored of files, with their ids. */
function rows(db: ReturnType<typeof openForReading>['db']): unknown[] {
  return db
    .prepare('SELECT dir, path, name, size, status, instance FROM file JOIN dir ON dir.id = dir ORDER BY dir, name')
    .all()
}
