/**
 * Compiles the kernels to WebAssembly where they changed since: npm run build:kernels. Programs that load the module meanwhile find the old
 * or the new one.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const SOURCES = join(ROOT, 'src/kernels')
const MODULE = join(ROOT, 'resources/kernels.wasm')
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --enable relaxed-simd --importMemory --sharedMemory ' +
  '--initialMemory 1 --maximumMemory 65536'
const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js')

if (!isUpToDate()) compile()

/** Whether the module is younger than all that it is made of. */
function isUpToDate() {
  const made = modified(MODULE)
  const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name))
  // The folder itself, from which a file may have gone.
  return [...sources, SOURCES, COMPILER, import.meta.filename].every((file) => modified(file) < made)
}

/** Milliseconds; 0 where there is no such file. */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function compile() {
  const fresh = `${MODULE}.${process.pid}`
  const args = [COMPILER, 'src/kernels/index.ts', '-o', fresh, ...OPTIONS.split(' ')]
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  if (status === 0) renameSync(fresh, MODULE)
  else {
    rmSync(fresh, { force: true })
    process.exitCode = 1
  }
}
