#!/usr/bin/env node
// Opens the desktop app, or, where Electron's runtime cannot be had, the same app in a browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const electron = join(root, 'node_modules/electron')
/** A download that takes longer than this is not coming. */
const DOWNLOAD_MILLISECONDS = 180_000

const given = process.argv.slice(2)
const program = runtime()
if (typeof program === 'string') {
  run(program, [root, ...given])
} else {
  console.error(`${program.missing} Opening Medoid in the browser instead.`)
  const host = run(process.execPath, [join(root, 'bin/medoid.mjs'), 'serve', ...given], ['inherit', 'pipe', 'inherit'])
  host.stdout.pipe(process.stdout)
  host.stdout.once('data', (data) => open(String(data).trim()))
}

/** Electron's program, or why there is none. */
function runtime() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { missing: 'There is no display for a window.' }
  }
  if (!existsSync(join(electron, 'install.js'))) return { missing: 'Electron is not installed.' }
  // Exits at once where the runtime is there already.
  const { status } = spawnSync(process.execPath, [join(electron, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_MILLISECONDS
  })
  if (status !== 0) return { missing: "Electron's runtime cannot be downloaded." }
  return join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'))
}

function run(command, args, stdio = 'inherit') {
  const child = spawn(command, args, { cwd: process.env.INIT_CWD ?? process.cwd(), stdio })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${command} cannot be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (status) => (process.exitCode = status ?? 1))
  return child
}

/** The link stands in the terminal, too, for those whose browser is elsewhere. */
function open(link) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  // Windows looks for programs in the working folder first, which may be anybody's: there it is named whole.
  const shell = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'cmd.exe')
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? [shell, '/c', 'start', ''] : ['xdg-open']
  spawn(command, [...args, link], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
