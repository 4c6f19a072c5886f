import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ran } from '../cli/medoid.ts'

const SCRIPT = fileURLToPath(new URL('slurm-here.sh', import.meta.url))
const BIN = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))
const GATE = new URL('gate.mjs', import.meta.url).href

/** A SLURM cluster on this machine, which ends with this process, if nobody ends it before. */
export class Cluster {
  readonly folder: string
  private readonly process: ChildProcess
  /** First process in its namespaces. */
  private first = 0

  private constructor(folder: string, nodes: number) {
    this.folder = folder
    for (const name of ['hold', 'at']) mkdirSync(join(folder, 'gate', name), { recursive: true })
    // It lives as long as its standard input is open.
    this.process = spawn(SCRIPT, ['run', folder, String(nodes), '2', 'sh', '-c', 'echo ready; exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit']
    })
  }

  /** @param nodes n1, n2, …, each of two CPUs @param folder with a short path */
  static async start(folder: string, nodes: number): Promise<Cluster> {
    const cluster = new Cluster(folder, nodes)
    await new Promise<void>((resolve, reject) => {
      cluster.process.stdout!.once('data', () => resolve())
      cluster.process.once('exit', (code) => reject(new Error(`The cluster ended with ${code}; see ${folder}/log.`)))
    })
    const { pid } = cluster.process
    cluster.first = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())
    return cluster
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.process.once('exit', () => resolve())
      this.process.stdin!.end()
    })
  }

  /** Runs a program as a user of the cluster. */
  run(program: string, args: readonly string[], cwd = this.folder): Promise<Ran> {
    const inside = ['--target', String(this.first), '--all', `--wd=${cwd}`, '--', program, ...args]
    const env = {
      ...process.env,
      SLURM_CONF: join(this.folder, 'slurm.conf'),
      NODE_OPTIONS: `--import=${GATE}`,
      MEDOID_TEST_GATE: join(this.folder, 'gate')
    }
    return new Promise((resolve) => {
      execFile('nsenter', inside, { env, maxBuffer: 64e6 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      )
    })
  }

  /** Standard output of a program that has to succeed. */
  async output(program: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(program, args)
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout.trim()
  }

  medoid(...args: string[]): Promise<Ran> {
    return this.run(process.execPath, [BIN, ...args])
  }

  /** The JSON document of a command, however it ends. */
  async json<T>(...args: string[]): Promise<T> {
    const { stdout, stderr } = await this.medoid(...args, '--json')
    if (stdout === '') throw new Error(`medoid ${args.join(' ')}: ${stderr}`)
    return JSON.parse(stdout) as T
  }

  /** A power cut or a network cut of a node, which the controller notices at once instead of after minutes (SlurmdTimeout). */
  async lose(how: 'kill-node' | 'cut-node', node: string): Promise<void> {
    await this.output(SCRIPT, how, this.folder, node)
    await this.output('scontrol', 'update', `NodeName=${node}`, 'State=DOWN', `Reason=${how}`)
  }

  async comeBack(node: string): Promise<void> {
    await this.output(SCRIPT, 'start-node', this.folder, node)
  }

  /** @param task `12_3` or `12` @param field as `scontrol show job` calls it */
  async jobField(task: string, field: string): Promise<string> {
    const shown = await this.output('scontrol', '--oneliner', 'show', 'job', task)
    return new RegExp(` ${field}=(\\S*)`).exec(` ${shown}`)?.[1] ?? ''
  }

  /** Waits until SLURM has put a task back into the queue, and lets it begin at once instead of two minutes later. */
  async requeued(task: string): Promise<void> {
    await until(async () => (await this.jobField(task, 'Restarts')) !== '0')
    await until(async () => (await this.jobField(task, 'JobState')) !== 'COMPLETING')
    if ((await this.jobField(task, 'JobState')) === 'PENDING') {
      await this.output('scontrol', 'update', `JobId=${task}`, 'StartTime=now')
    }
  }

  /** Scans of a shard will wait at a point. */
  hold(...gates: string[]): void {
    for (const gate of gates) {
      for (const name of this.comeTo(gate)) rmSync(join(this.folder, 'gate/at', name))
      writeFileSync(join(this.folder, 'gate/hold', gate), '')
    }
  }

  release(...gates: string[]): void {
    for (const gate of gates) rmSync(join(this.folder, 'gate/hold', gate))
  }

  /** Nodes on which attempts have come to a gate since it is held, in the order of attempts. */
  at(gate: string): string[] {
    return this.comeTo(gate).map((name) => name.split('-').at(-1)!)
  }

  private comeTo(gate: string): string[] {
    const names = readdirSync(join(this.folder, 'gate/at'))
    return names.filter((name) => name.startsWith(`${gate}-`)).sort()
  }
}

/** Waits for a state, never for a time: what hangs is ended by the limit of the test. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 200))
}
