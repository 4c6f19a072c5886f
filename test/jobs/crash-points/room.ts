import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { snapshot } from '../../core/catalogue/snapshot.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'
import { jobNamed } from './jobs.ts'

/** A state of the archive and its catalogue that each attempt begins with. */
export const base = temporaryFolder()
/** Where each attempt takes place: the catalogue knows the folders by this path. */
export const room = join(temporaryFolder(), 'room')
export const catalogue = join(room, 'c.sqlite')
export const at = (name: string): string => join(room, name)

/** Gives all files a time that copies keep: they lose what is less than a microsecond, and round. */
export function settleTimes(): void {
  for (const name of readdirSync(room, { recursive: true }) as string[]) utimesSync(at(name), 1e9, 1e9)
}

export function keep(): void {
  rmSync(base, { recursive: true, force: true })
  cpSync(room, base, { recursive: true, preserveTimestamps: true })
}

export function restore(): void {
  rmSync(room, { recursive: true, force: true })
  cpSync(base, room, { recursive: true, preserveTimestamps: true })
}

export async function run(job: string, parameters: object): Promise<unknown> {
  return (await jobNamed(job)).run({ catalogue, ...parameters } as never, {})
}

/** Runs a job in a process of its own. @returns the boundaries that it passed; null where it died at `at` */
async function runApart(job: string, parameters: object, at: number): Promise<number | null> {
  const told = JSON.stringify({ job, parameters: { catalogue, ...parameters }, at })
  const child = fork(new URL('./run-job.ts', import.meta.url), [told], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let passed: number | null = null
  let said = ''
  child.on('message', (count: number) => (passed = count))
  child.stderr!.on('data', (text: Buffer) => (said += text.toString()))
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (signal !== 'SIGKILL' && status !== 0) throw new Error(`${job} failed: ${said}`)
  return passed
}

/** Everything that a catalogue says, ids aside. */
export async function content() {
  const open = openForWriting(catalogue, 'test')
  try {
    const findings = (await check(open)).findings.map(({ code, examples }) => [code, examples])
    return { findings, ...(await snapshot(open)) }
  } finally {
    open.close()
  }
}

/**
 * Kills a job at each of its boundaries in turn, each time from the same state, and looks at what is left.
 * @param attempts called for each with the number of the boundary; `died` is null where it was not killed
 */
export async function killEverywhere(
  job: string,
  parameters: object,
  look: (boundary: number) => Promise<void> | void
): Promise<void> {
  restore()
  const all = await runApart(job, parameters, -1)
  // A job that writes commits something.
  expect(all).toBeGreaterThan(0)
  for (let boundary = 0; boundary < all!; boundary++) {
    restore()
    expect(await runApart(job, parameters, boundary), `boundary ${boundary} of ${job}`).toBeNull()
    await look(boundary)
  }
  console.log(`${job}: killed at ${all} boundaries`)
}

/** As `medoid check` finds them. */
export async function lookAtFindings(): Promise<{ findings: string[] }> {
  const open = openForReading(catalogue)
  try {
    return { findings: (await check(open)).findings.map(({ code }) => code) }
  } finally {
    open.close()
  }
}
