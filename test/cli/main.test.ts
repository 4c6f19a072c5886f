import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const NAMES = readdirSync(here('../../src/cli/commands')).map((file) => basename(file, '.ts'))

/** Runs in the program, and tells on stderr which files it has loaded. */
const TELL = `import { registerHooks } from 'node:module'
import { writeSync } from 'node:fs'
const loaded = []
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
process.on('exit', () => writeSync(2, '\\nLOADED ' + loaded.join(' ')))`

interface Started {
  code: number
  stdout: string
  stderr: string
  commands: string[]
  /** `echarts`, `@stdlib/stats-ttest` */
  packages: string[]
}

function start(...args: string[]): Promise<Started> {
  const telling = ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`]
  return new Promise((resolve) => {
    execFile(process.execPath, [...telling, here('../../bin/medoid.mjs'), ...args], (error, stdout, told) => {
      const [stderr, loaded] = told.split('\nLOADED ')
      const found = (pattern: RegExp): string[] => [
        ...new Set(Array.from(loaded.matchAll(pattern), ([, name]) => name).sort())
      ]
      resolve({
        code: Number(error?.code ?? 0),
        stdout,
        stderr,
        commands: found(/\/cli\/commands\/([a-z-]+)\.ts/g),
        packages: found(/\/node_modules\/((?:@[^/]+\/)?[^/ ]+)/g)
      })
    })
  })
}

/** Those that take something from another one's file. */
const WITH: Record<string, string[]> = { cut: ['cluster'], demo: ['evaluate'] }

/** Each takes a tenth of a second or more to load, and tens of megabytes. */
const HEAVY = /^(echarts|zrender|@stdlib\/|@tensorflow\/|webgpu|dcmjs)/

test.each(NAMES)('%s loads its own words, and nothing heavy before it runs', async (name) => {
  const { code, stdout, commands, packages } = await start(name, '--help')
  expect({ code, commands }).toEqual({ code: 0, commands: [name, ...(WITH[name] ?? [])].sort() })
  expect(stdout).toContain(`Usage: medoid ${name}`)
  expect(packages).toContain('commander')
  expect(packages.filter((each) => HEAVY.test(each))).toEqual([])
})

test('the version is told without any command', async () => {
  const { stdout, commands, packages } = await start('--version')
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect({ commands, packages }).toEqual({ commands: [], packages: ['commander'] })
})

test('help lists every command, and loads nothing heavy', async () => {
  const { code, stdout, commands, packages } = await start('--help')
  expect({ code, commands }).toEqual({ code: 0, commands: NAMES.toSorted() })
  for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  expect(packages.filter((each) => HEAVY.test(each))).toEqual([])
  expect((await start('help', 'tags')).stdout).toContain('Usage: medoid tags')
})

test('without a command there is help, and a misspelt one is proposed', async () => {
  const nothing = await start()
  expect(nothing.code).toBe(2)
  expect(nothing.stderr).toContain('Usage: medoid')
  const misspelt = await start('tgas')
  expect(misspelt.code).toBe(2)
  expect(misspelt.stderr).toContain("unknown command 'tgas'\n(Did you mean tags?)")
  expect((await start('constructor')).code).toBe(2)
})

test('a folder without a name is a usage error, as any value that a command refuses', async () => {
  const { code, stderr } = await start('scan', 'archive', ' ')
  expect(code).toBe(2)
  expect(stderr).toContain("value ' ' is invalid for argument 'folders'. It has to be a text that is not empty.")
})
