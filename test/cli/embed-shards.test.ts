import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { register as assign } from '../../src/cli/commands/assign.ts'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as embed } from '../../src/cli/commands/embed.ts'
import { register as project } from '../../src/cli/commands/project.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import type { EmbedReport } from '../../src/jobs/embed.ts'
import type { EmbedShardReport } from '../../src/jobs/embed-shard.ts'
import type { MergeVectorsReport } from '../../src/jobs/merge-vectors.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { runCommand } from './in-process.ts'

/** Tasks of a job array embed parts of an archive of 200 images: four batches of 64, the last of which has 8. */

const folder = temporaryFolder()
const BIN = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))
/** As a merge of scans leaves it: a finished file, which nobody writes to any more. */
const shared = join(folder, 'shared')
const catalogue = join(shared, 'c.sqlite')
const here = ['--catalogue', catalogue]
const which = ['--model', '1', '--run', '1.4', '--backend', 'wasm']

beforeAll(async () => {
  const working = join(folder, 'c.sqlite')
  const there = ['--catalogue', working]
  await writePhantom(join(folder, 'archive'), { images: 200, seed: 4, size: 32 })
  await runCommand(scan, 'scan', join(folder, 'archive'), ...there)
  await runCommand(cluster, 'cluster', '--sample', '60', '--k', '3,4', ...there)
  await runCommand(assign, 'assign', '--run', '1', ...there)
  const few = ['--images', '24', '--epochs', '1', '--batch', '8', '--architecture', 'compact', '--backend', 'wasm']
  await runCommand(train, 'train', ...few, ...there)
  await runCommand(project, 'project', '--model', '1', '--values', '8', '--backend', 'wasm', ...there)
  mkdirSync(shared)
  const db = new Database(working)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
  db.close()
  copyFileSync(working, catalogue)
})

let made = 0
const fresh = (): string => join(folder, `out-${made++}`)

async function shard(which: string, out: string, ...options: string[]): Promise<EmbedShardReport> {
  const { code, stdout, stderr } = await runCommand(embed, ...embedArguments(which, out), ...options, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as EmbedShardReport
}

function embedArguments(shard: string, out: string): string[] {
  return ['embed', ...which, '--shard', shard, '--out', out, ...here]
}

async function merged(from: string, ...options: string[]): Promise<MergeVectorsReport> {
  const { code, stdout, stderr } = await runCommand(embed, 'embed', '--merge', from, ...options, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as MergeVectorsReport
}

/** What the command says that is refused. */
async function refused(...args: string[]): Promise<string> {
  const { code, stderr } = await runCommand(embed, 'embed', ...args)
  expect(code).toBe(1)
  return stderr
}

describe('the vectors of all shards together', () => {
  test.each([
    ['npy', 'f32', []],
    ['parquet', 'f16', ['--project', '8']]
  ])('are those of one embed, byte for byte: %s, %s, %j', async (format, precision, more) => {
    const options = ['--precision', precision, ...more]
    const [whole, together, out] = [join(folder, `whole.${format}`), join(folder, `together.${format}`), fresh()]
    const { code, stdout } = await runCommand(
      embed,
      ...['embed', ...which, '--format', format, '--out', whole, ...options, '--json', ...here]
    )
    expect(code).toBe(0)
    const { images, remarks, skipped, length } = JSON.parse(stdout) as EmbedReport
    for (const each of ['2/3', '0/3', '1/3']) await shard(each, out, ...options)
    const report = await merged(out, '--format', format, '--out', together)
    expect(readFileSync(together).equals(readFileSync(whole))).toBe(true)
    if (format === 'npy') {
      expect(readFileSync(`${together}.index.csv`).equals(readFileSync(`${whole}.index.csv`))).toBe(true)
    }
    expect(report).toMatchObject({ shards: 3, model: 1, clustering: '1.4', images, length, remarks, skipped })
    expect(readdirSync(out)).toEqual(['00000.sqlite', '00001.sqlite', '00002.sqlite'])
    for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
  })

  test('are the same where there are more shards than there is work for', async () => {
    const out = fresh()
    const rows = []
    for (let i = 0; i < 6; i++) rows.push((await shard(`${i}/6`, out)).images)
    expect(rows).toEqual([0, 64, 64, 0, 64, 8])
    const together = join(folder, 'many.npy')
    await merged(out, '--format', 'npy', '--out', together)
    expect(readFileSync(together).equals(readFileSync(join(folder, 'whole.npy')))).toBe(true)
  })
})

test('a task writes nothing beside the catalogue', async () => {
  const alone = fresh()
  mkdirSync(alone)
  const copy = join(alone, 'c.sqlite')
  copyFileSync(catalogue, copy)
  const { code } = await runCommand(embed, 'embed', ...which, '--shard', '3/4', '--out', fresh(), '--catalogue', copy)
  expect(code).toBe(0)
  expect(readdirSync(alone)).toEqual(['c.sqlite'])
  expect(readFileSync(copy).equals(readFileSync(catalogue))).toBe(true)
})

test('a result that is there already is left as it is, and that is success', async () => {
  const out = fresh()
  const first = await shard('3/4', out)
  const before = statSync(first.file, { bigint: true })
  expect(await shard('3/4', out)).toMatchObject({ images: first.images, wasThere: true })
  expect(statSync(first.file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
})

test('a merge names the tasks whose results are missing, and writes nothing', async () => {
  const out = fresh()
  await shard('3/6', out)
  const file = join(folder, 'never.npy')
  expect(await refused('--merge', out, '--out', file)).toContain(
    `${out}: 5 results of 6 are missing. Run these tasks of the array again: 0-2,4-5`
  )
  expect(existsSync(file)).toBe(false)
  expect(await refused('--merge', join(folder, 'nowhere'), '--out', file)).toContain(
    'There are no results of shards in'
  )
})

test.each([
  ['another clustering', ['--run', '1.3'], 'clustering 1.4 (here 1.3)'],
  ['another precision', ['--precision', 'f16'], 'precision f32 (here f16)'],
  ['projected vectors', ['--project', '8'], 'values a vector 5120 (here 8)'],
  ['a sample', ['--sample', '199'], 'images in all 200 (here 199)']
])('the result of other settings is not taken for this one: %s', async (_, options, words) => {
  const out = join(folder, 'settings')
  await shard('3/4', out)
  const said = await refused('--model', '1', '--run', '1.4', '--shard', '3/4', '--out', out, ...options, ...here)
  expect(said).toContain('was made with other settings: ')
  expect(said).toContain(words)
})

test('the result of an array of another size is refused by the task, and by a merge', async () => {
  const out = fresh()
  await shard('0/2', out)
  expect(await refused(...which, '--shard', '0/4', '--out', out, ...here)).toContain('shards 2 (here 4)')
  await shard('1/4', out)
  expect(await refused('--merge', out, '--out', join(folder, 'x.npy'))).toContain('shards 4 (here 2)')
})

let wholeShard: Buffer | undefined
test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9000)],
  ['of other bytes in its vectors', (bytes: Buffer) => bytes.fill(7, bytes.length >> 1, (bytes.length >> 1) + 64)],
  ['another file', () => Buffer.from('SLURM was here')]
])('a result that is %s is refused by name, and nothing is written', async (_, damage) => {
  wholeShard ??= readFileSync((await shard('0/1', fresh())).file)
  const out = fresh()
  mkdirSync(out)
  const file = join(out, '00000.sqlite')
  writeFileSync(file, damage(Buffer.from(wholeShard)))
  const target = join(folder, 'damaged.npy')
  const said = await refused('--merge', out, '--format', 'npy', '--out', target)
  expect(said).toContain(`${file} is not a whole result: `)
  expect(said).toContain('Delete it, and run its task again.')
  expect(existsSync(target)).toBe(false)
})

test('of two attempts at once both succeed, one file is there, and nothing else is left', async () => {
  const out = fresh()
  const scratch = fresh()
  mkdirSync(scratch)
  vi.stubEnv('SLURM_TMPDIR', scratch)
  try {
    const [a, b] = await Promise.all([attempt('2/3', out), attempt('2/3', out)])
    expect([a, b]).toEqual([0, 0])
  } finally {
    vi.unstubAllEnvs()
  }
  expect(readdirSync(out)).toEqual(['00002.sqlite'])
  expect(readdirSync(scratch)).toEqual([])
})

test('a task that is killed leaves no result, and succeeds when it is run again', async () => {
  const out = fresh()
  const scratch = fresh()
  mkdirSync(scratch)
  const env = { ...process.env, SLURM_TMPDIR: scratch }
  const child = spawn(process.execPath, [BIN, ...embedArguments('0/1', out)], { env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  while (child.exitCode === null && readdirSync(scratch).length === 0) await wait(5)
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(readdirSync(out)).toEqual([])
  expect((await shard('0/1', out)).images).toBe(200)
})

test('a task that is asked to stop says that nothing is kept of its shard', async () => {
  const out = fresh()
  const args = [BIN, ...embedArguments('0/1', out), '--progress']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString()
    if (said.includes('Embedding: ') && !child.killed) child.kill('SIGTERM')
  })
  expect(await once(child, 'close')).toEqual([130, null])
  expect(said).toContain('Stopped in shard 0 of 1, of which nothing is kept.')
  expect(readdirSync(out)).toEqual([])
})

test('projected vectors need a projection that is stored: a task only reads the catalogue', async () => {
  expect(await refused(...which, '--shard', '0/2', '--out', fresh(), '--project', '9', ...here)).toContain(
    'Fit it first: "medoid project --model 1 --values 9".'
  )
})

test.each([
  [['--shard', '4/4', '--out', 'x'], 'It has to be i/n with i from 0 to n − 1'],
  [['--shard', '0/4'], '--shard needs the folder for its result (--out FOLDER)'],
  [['--shard', '0/4', '--out', 'x', '--format', 'npy'], '--shard does not go with --format'],
  [['--merge', 'x', '--precision', 'f16'], '--merge does not go with --model, --precision']
])('%j is a usage error', async (args, words) => {
  const { code, stderr } = await runCommand(embed, 'embed', '--model', '1', ...args, ...here)
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})

/** Whether this user may mount file systems of its own, as a container of a build machine may not let it. */
const canMount = (() => {
  try {
    execFileSync('unshare', ['-r', '-m', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!canMount)(
  `on a disk of 2 MB${canMount ? '' : ' (skipped: unshare -r -m is not allowed here)'}`,
  () => {
    const small = fresh()

    function onSmallDisk(...args: string[]) {
      mkdirSync(small, { recursive: true })
      const script = `mount -t tmpfs -o size=2m none "${small}" && exec "$0" "$@"`
      const run = args[0] === '-e' ? args : [BIN, ...args]
      const command = ['-r', '-m', 'sh', '-c', script, process.execPath, ...run]
      const child = spawn('unshare', command, { stdio: ['ignore', 'ignore', 'pipe'] })
      let said = ''
      child.stderr.on('data', (data: Buffer) => (said += data.toString()))
      return once(child, 'close').then(([code]) => ({ code: code as number, said }))
    }

    test('vectors that do not fit are refused before anything is computed, with three ways to write less', async () => {
      const out = join(small, 'v.npy')
      const { code, said } = await onSmallDisk('embed', ...which, '--format', 'npy', '--out', out, ...here)
      expect(code).toBe(1)
      // 200 images × 5,120 values × 4 bytes, and the index.
      expect(said).toContain(`200 images × 5,120 values: ${out} will take 4.1 MB.`)
      expect(said).toContain(
        'v.npy needs 4.1 MB, and its disk has 2.1 MB left. Take --precision f16 (2.1 MB) or --project 256 (0.2 MB) or --sample 100 (2.1 MB). Free some space, or write to another disk.'
      )
      expect(said).not.toContain('Embedding')
    })

    test('a way that was named is taken', async () => {
      const options = ['--format', 'npy', '--out', join(small, 'v.npy'), '--project', '8']
      expect((await onSmallDisk('embed', ...which, ...options, ...here)).code).toBe(0)
    })

    test('a disk that fills up meanwhile is named, and no result is there', async () => {
      const shard = new URL('../../src/core/catalogue/vector-shard.ts', import.meta.url).href
      const part = { shard: 0, shards: 1, length: 5120, precision: 'f32', images: 1000 }
      const made = { ...part, model: 1, clustering: '1.4', source: {} }
      const script = `
      const { VectorShardWriter } = await import(${JSON.stringify(shard)})
      const writer = new VectorShardWriter(${JSON.stringify(join(small, 'result'))}, ${JSON.stringify(made)})
      const image = { instances: Uint32Array.of(1), clusters: Uint16Array.of(0), vectors: new Uint8Array(20480) }
      try { for (;;) writer.write({ ...image, uids: ['1'], skipped: [], remarked: [] }) }
      catch (error) { console.error(error.code, error.message) }`
      const { code, said } = await onSmallDisk('-e', script)
      expect([code, said]).toEqual([0, expect.stringMatching(/^disk-full .*result: the disk is full/)])
    })

    test('a shard that does not fit is refused before anything is computed', async () => {
      const { code, said } = await onSmallDisk(...embedArguments('0/1', join(small, 'shards')))
      expect(code).toBe(1)
      expect(said).toMatch(/00000\.sqlite needs 4\.2 MB, and its disk has 2\.1 MB left/)
    })
  }
)

function attempt(shard: string, out: string): Promise<number> {
  const child = spawn(process.execPath, [BIN, ...embedArguments(shard, out)], { stdio: 'ignore' })
  return once(child, 'exit').then(([code]) => code as number)
}
