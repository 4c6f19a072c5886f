import { Command, CommanderError } from 'commander'
import { expect, vi } from 'vitest'
import { explainError } from '../../src/cli/host.ts'
import type { Ran } from './medoid.ts'

/** What one of src/cli/commands registers its commands with. */
export type Register = (program: Command) => void

/**
 * Runs a command without starting a program, which takes a third of a second each time.
 * @param register of one of src/cli/commands
 */
export async function runCommand(register: Register, ...args: string[]): Promise<Ran> {
  let stdout = ''
  let stderr = ''
  const program = new Command('medoid').exitOverride()
  program.configureOutput({ writeErr: (text) => (stderr += text), writeOut: (text) => (stdout += text) })
  register(program)
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
      stdout += String(text)
      const done = rest.at(-1)
      if (typeof done === 'function') done()
      return true
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr += String(text)).length > 0)
  ]
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await program.parseAsync(args, { from: 'user' })
    return { code: Number(process.exitCode ?? 0), stdout, stderr }
  } catch (error) {
    if (error instanceof CommanderError) return { code: 2, stdout, stderr }
    const code = explainError(error)
    return { code, stdout, stderr }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}

/**
 * Runs commands that have to go well.
 * @param here what each is given besides, such as the catalogue
 */
export function shell(...here: string[]) {
  async function text(register: Register, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCommand(register, ...args, ...here)
    expect(code, stderr).toBe(0)
    return stdout
  }
  const json = async <T>(register: Register, ...args: string[]): Promise<T> =>
    JSON.parse(await text(register, ...args, '--json')) as T
  return { text, json }
}
