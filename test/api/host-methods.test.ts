import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { hostMethods } from '../../src/api/host-methods.ts'
import { questions } from '../../src/api/questions.ts'

/** Whether a process that loads a module of `src/api` loads SQLite with it. */
function loadsSqlite(module: string): boolean {
  const url = new URL(`../../src/api/${module}`, import.meta.url).href
  const program = `
    import { createRequire } from 'node:module'
    await import('${url}')
    const loaded = Object.keys(createRequire('${url}').cache)
    console.log(loaded.some((file) => file.includes('better-sqlite3')))`
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }) === 'true\n'
}

test('a host loads no SQLite, which is synchronous: the processes of the service do', () => {
  expect({ host: loadsSqlite('backend.ts'), service: loadsSqlite('service.ts') }).toEqual({
    host: false,
    service: true
  })
})

test('a method is answered in one place', () => {
  expect(Object.keys(hostMethods).filter((method) => method in questions)).toEqual([])
})
