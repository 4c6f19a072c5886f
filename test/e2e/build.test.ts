import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a host needs of the built window and is not there. */
function missing(): string[] {
  const page = join(ROOT, 'out/renderer/index.html')
  if (!existsSync(page)) return ['renderer/index.html']
  const assets = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\.?(\/[^"]+)"/g)].map(([, path]) => path)
  expect(assets.length).toBeGreaterThan(1)
  const files = ['main/index.js', 'main/cli.js', 'preload/index.cjs', ...assets.map((asset) => `renderer${asset}`)]
  return files.filter((file) => !existsSync(join(ROOT, 'out', file)))
}

test('while the window is built again, all of it is there', async () => {
  const build = spawn(process.execPath, [join(ROOT, 'build/window.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const found = new Set<string>()
  while (build.exitCode === null && build.signalCode === null) {
    for (const file of missing()) found.add(file)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(build.exitCode).toBe(0)
  expect([...found]).toEqual([])
})
