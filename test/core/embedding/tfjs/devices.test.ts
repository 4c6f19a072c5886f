import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../backend-suite.ts'
import type { CheckMessage, Subject } from './checks-process.ts'
import { swiftshaderEnvironment } from './swiftshader.ts'

interface Outcome {
  missing: string | null
  errors: Map<string, string | null>
  end: number | NodeJS.Signals | null
  stdout: string
}

/** Checks in a process of its own, which a driver may crash. */
function outcomeOf(subject: Subject, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const outcome: Outcome = { missing: null, errors: new Map(), end: null, stdout: '' }
  const child = fork(fileURLToPath(new URL('./checks-process.ts', import.meta.url)), [subject], {
    env,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  child.stdout!.on('data', (data) => (outcome.stdout += String(data)))
  child.on('message', (message: CheckMessage) => {
    if ('missing' in message) outcome.missing = message.missing
    else outcome.errors.set(message.name, message.error)
  })
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ ...outcome, end: signal ?? code })))
}

const swiftshader = swiftshaderEnvironment()
const NO_SWIFTSHADER = swiftshader ? null : "SwiftShader of Debian's chromium is not installed"
const SUBJECTS: [Subject, NodeJS.ProcessEnv | undefined][] = [
  ['cuda', process.env],
  ['tensorflow', process.env],
  ['webgpu', process.env],
  ['webgpu-software', swiftshader]
]

for (const [subject, env] of SUBJECTS) {
  const outcome = env && (await outcomeOf(subject, env))
  // SwiftShader is software that is known to work: where it is installed and is not found, something is wrong.
  const missing = subject === 'webgpu-software' ? NO_SWIFTSHADER : outcome!.missing
  if (missing !== null) console.log(`${subject} is not tested: ${missing}`)
  describe.skipIf(missing !== null)(subject, () => {
    for (const { name } of CHECKS) test(name, () => expect(outcome!.errors.get(name)).toBeNull())
    test('the process ends when its networks are closed, and has printed nothing', () => {
      expect(outcome).toMatchObject({ end: 0, stdout: '' })
    })
  })
}
