#!/usr/bin/env node
// Plain JavaScript for any Node: finds the Node that Medoid needs before anything of it is loaded, because the catalogue's
// library crashes on older ones instead of saying so.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24
/** A checkout runs its sources as they are; a published package has them compiled, since Node strips no types below node_modules. */
const source = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const main = existsSync(source) ? source : fileURLToPath(new URL('../out/main/cli.js', import.meta.url))
const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import(pathToFileURL(main).href)
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The one that does the work decides what a signal means; Ctrl-C reaches it twice, which it takes for once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`medoid: ${bundled} cannot be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (status, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : status
  })
} else {
  console.error(
    `medoid: needs Node ${NEEDED} or newer; this is ${process.version}. Install Node ${NEEDED}, or run "npm ci" in Medoid's folder, which brings one along.`
  )
  process.exit(1)
}
