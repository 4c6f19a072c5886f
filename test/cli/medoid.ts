import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the program as a person would. @param onStderr may end it, e.g. with SIGINT */
export function medoid(
  args: string[],
  onStderr?: (text: string, stop: (signal: NodeJS.Signals) => void) => void
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args])
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString()
      onStderr?.(stderr, (signal) => child.kill(signal))
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** The JSON document of a command that has to succeed. */
export async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await medoid([...args, '--json'])
  if (code !== 0) throw new Error(`medoid ${args.join(' ')} ended with ${code}: ${stderr}`)
  return JSON.parse(stdout) as T
}
