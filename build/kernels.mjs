/** Compiles the kernels to WebAssembly: npm run build:kernels. Programs that load the module meanwhile find the old or the new one. */
import { spawnSync } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const MODULE = join(ROOT, 'resources/kernels.wasm')
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --enable relaxed-simd --importMemory --sharedMemory ' +
  '--initialMemory 1 --maximumMemory 65536'

const fresh = `${MODULE}.${process.pid}`
const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js')
const args = [compiler, 'src/kernels/index.ts', '-o', fresh, ...OPTIONS.split(' ')]
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
if (status === 0) renameSync(fresh, MODULE)
else {
  rmSync(fresh, { force: true })
  process.exitCode = 1
}
