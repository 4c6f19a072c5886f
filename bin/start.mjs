#!/usr/bin/env node
// Opens the desktop app, or, where Electron's runtime or a display cannot be had, the same app in a browser.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { fileURLToPath } from 'node:url'
import { display, silenceOf } from './display.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const electron = join(root, 'node_modules/electron')
/** A display that takes longer than this to answer is not there. */
const DISPLAY_MILLISECONDS = 10_000
/** Whatever takes longer than this is told of. */
const NOTICE_MILLISECONDS = 500

const given = process.argv.slice(2)
const program = await runtime()
if (typeof program === 'string') {
  run(program, [root, ...given])
} else {
  console.error(`${program.missing} Opening Medoid in the browser instead.`)
  const host = run(process.execPath, [join(root, 'bin/medoid.mjs'), 'serve', ...given], ['inherit', 'pipe', 'inherit'])
  host.stdout.pipe(process.stdout)
  host.stdout.once('data', (data) => open(String(data).trim()))
}

/** Electron's program, or why there is none. */
async function runtime() {
  if (process.platform === 'linux') {
    const screen = display(process.env)
    if (screen === null) return { missing: 'There is no display for a window.' }
    const notice = setTimeout(
      () => console.error(`Waiting for the display ${screen.name} to answer.`),
      NOTICE_MILLISECONDS
    )
    const silence = await silenceOf(screen, DISPLAY_MILLISECONDS)
    clearTimeout(notice)
    if (silence !== null) return { missing: `The display ${screen.name} ${silence}.` }
  }
  if (!existsSync(join(electron, 'install.js'))) return { missing: 'Electron is not installed.' }
  const why = await install()
  if (why !== null) return { missing: `Electron's runtime cannot be downloaded: ${why}.` }
  return join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'))
}

/** Downloads Electron's runtime where it is not there yet. @returns what went wrong, or null */
function install() {
  return new Promise((resolve) => {
    // Exits at once where the runtime is there already. How far it is, it tells on a terminal.
    const child = run(process.execPath, [join(electron, 'install.js')], ['ignore', 'inherit', 'pipe'])
    const notice = setTimeout(() => {
      console.error("Downloading Electron's runtime, about 110 MB, once.")
      console.error('To open Medoid in the browser without it: Ctrl+C, then npm run medoid -- serve')
    }, NOTICE_MILLISECONDS)
    let told = ''
    child.stderr.on('data', (data) => (told += data))
    child.on('close', (status, signal) => {
      clearTimeout(notice)
      // Somebody stopped it: that is about all of Medoid.
      if (signal !== null) process.exit(1)
      resolve(status === 0 ? null : (/^\w*Error: (.+?)\.?$/m.exec(told)?.[1] ?? `exit status ${status}`))
    })
  })
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
  if (process.platform === 'linux' && display(process.env) === null) return
  // Windows looks for programs in the working folder first, which may be anybody's: there it is named whole.
  const shell = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'cmd.exe')
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? [shell, '/c', 'start', ''] : ['xdg-open']
  spawn(command, [...args, link], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
