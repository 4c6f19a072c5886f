/**
 * Builds the window and its Electron host into `out`: npm run build. Programs that run from `out` meanwhile, such as a browser host,
 * find every file as it was before or as it is afterwards.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'out')
const PARTS = ['main', 'preload', 'renderer']

mkdirSync(OUT, { recursive: true })
const fresh = mkdtempSync(join(OUT, 'building-'))
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))

const program = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
const { status } = spawnSync(process.execPath, [program, 'build', '--logLevel', 'warn'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, MEDOID_BUILD: fresh }
})
if (status !== 0) process.exit(1)

const built = new Set(PARTS.flatMap((part) => filesIn(fresh, part)))
const before = PARTS.flatMap((part) => filesIn(OUT, part))
// The page that names the others comes last.
const pages = [...built].filter((file) => file.endsWith('.html'))
for (const file of [...built].filter((file) => !pages.includes(file)).concat(pages)) {
  mkdirSync(dirname(join(OUT, file)), { recursive: true })
  renameSync(join(fresh, file), join(OUT, file))
}
for (const file of before) if (!built.has(file)) rmSync(join(OUT, file), { force: true })

/** @returns paths in `folder` */
function filesIn(folder, part) {
  try {
    return readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}
