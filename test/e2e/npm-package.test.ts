import { execFile, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { PROGRAM_VERSION } from '../../src/jobs/program.ts'
import { pythonWith } from '../python-with.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** npm finds most of what the package depends on where `npm ci` left it. */
const QUIETLY = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=optional', '--loglevel=error']

function canRun(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
/** Where `pip install` would take the Python package from. */
const PACKAGE = 'node_modules/medoid/python'
const PYTHON = pythonWith('numpy', 'pandas')
if (PYTHON === undefined) console.log('The Python notebook is not run: there is no Python with numpy and pandas.')
const hasR = canRun('Rscript', ['-e', 'library(cluster); library(jsonlite)'])
if (!hasR) console.log('The R notebook is not run: there is no R with the packages cluster and jsonlite.')

/** A folder of a newcomer: nothing but `npm install medoid` was done in it. */
const folder = mkdtempSync(join(tmpdir(), 'medoid-installed-'))
const demo = join(folder, 'medoid-demo')
let packed: string[]

const execute = promisify(execFile)

/** @returns what a program printed on stdout; it fails where the program does */
async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, XDG_DATA_HOME: join(folder, 'data'), PYTHONPATH: join(folder, PACKAGE) }
  // Windows starts npm through a shell only.
  const { stdout } = await execute(command, args, {
    cwd,
    env,
    shell: command === 'npm' && process.platform === 'win32'
  })
  return stdout
}

function medoid(...args: string[]): Promise<string> {
  return run(folder, process.execPath, join(folder, 'node_modules/medoid/bin/medoid.mjs'), ...args)
}

beforeAll(async () => {
  // `npm test` has built the window and the kernels already; `npm pack` would do it again.
  await run(ROOT, 'npm', 'run', '--silent', 'prepack')
  const about = await run(ROOT, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)
  const [{ filename, files }] = JSON.parse(about) as { filename: string; files: { path: string }[] }[]
  packed = files.map(({ path }) => path)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  await run(folder, 'npm', 'install', ...QUIETLY, join(folder, filename))
  await medoid('demo', '--images', '400')
  const catalogue = ['--catalogue', join(demo, 'catalogue.sqlite')]
  await medoid('features', 'export', ...catalogue, '--out', join(demo, 'features.csv'))
  await medoid(
    'embed',
    ...catalogue,
    '--model',
    '1',
    '--run',
    '1',
    '--format',
    'npy',
    '--out',
    join(demo, 'vectors.npy')
  )
  cpSync(join(ROOT, 'examples'), demo, { recursive: true })
})

describe('the npm package', () => {
  test('holds the compiled program, the window, the kernels, types, examples and licences', () => {
    for (const file of [
      'bin/medoid.mjs',
      'out/main/cli.js',
      'out/main/medoid.js',
      'out/renderer/index.html',
      'out/renderer/third-party-licences.txt',
      'out/types/library/index.d.ts',
      'resources/kernels.wasm',
      'examples/labels.ipynb',
      'python/medoid/__init__.py',
      'python/pyproject.toml',
      'docs/gpu.md',
      'CHANGELOG.md',
      'LICENSE',
      'README.md'
    ]) {
      expect(packed).toContain(file)
    }
  })

  test('holds no sources, tests, pictures of the window or catalogues', () => {
    const extra = packed.filter(
      (file) =>
        /^(src|test|bench|docs\/screenshots|docs\/decisions)\//.test(file) ||
        /(?<!\.d)\.ts$|\.map$|\.sqlite$/.test(file)
    )
    expect(extra).toEqual([])
  })

  test('runs `medoid` where it is installed', async () => {
    expect((await medoid('--version')).trim()).toBe(PROGRAM_VERSION)
  })

  test('has run the demo, with training, evaluation and report', () => {
    expect(readdirSync(demo)).toEqual(expect.arrayContaining(['catalogue.sqlite', 'labels.csv', 'report.html']))
  })

  test('passes on the licences of what the window is made of', () => {
    const licences = readFileSync(join(folder, 'node_modules/medoid/out/renderer/third-party-licences.txt'), 'utf8')
    expect(licences).toContain('echarts 6.1.0 (Apache-2.0)')
    // That of D3, of which ECharts holds a part.
    expect(licences).toContain('Copyright 2010-2016 Mike Bostock')
    expect(licences).toMatch(/^vue-router .*\(MIT\)$/m)
  })

  test('names the Node that it needs to an older one', () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        `--import=data:text/javascript,${encodeURIComponent(older)}`,
        join(folder, 'node_modules/medoid/bin/medoid.mjs')
      ],
      { encoding: 'utf8' }
    )
    expect(stderr).toMatch(/^medoid: needs Node 24 or newer;/)
    expect(status).toBe(1)
  })

  test('is a library: a catalogue and a header in Node', async () => {
    const printed = await run(demo, process.execPath, 'catalogue.mjs')
    expect(printed).toMatch(/^400 images, \d+ tags$/m)
    expect(printed).toMatch(/^MR\t\d+$/m)
    expect(printed).toContain('(0002,0010) UI TransferSyntaxUID 1.2.840.10008.1.2')
  })

  test('is a library: clustering in Node', async () => {
    const printed = await run(demo, process.execPath, 'clustering.mjs')
    // |1 − 1.25| / (5 − 1) is 0.0625 for the thickness, 0 for the modality: their mean.
    expect(printed).toContain('Rows 0 and 1 differ by 0.0313, rows 0 and 3 by 1.0000.')
    expect(printed).toContain('K = 2: silhouette 0.838, loss 0.427, clusters 1 1 1 0 0 0 0 0')
  })

  test('is a library: the evaluation in Node', async () => {
    const printed = await run(demo, process.execPath, 'evaluation.mjs')
    expect(printed).toContain('Cosine distance to the centre of the label: 0.042, with permuted labels 0.668')
    // The least that 999 permutations can tell.
    expect(printed).toContain('Permutation test: p = 0.001')
  })

  test.skipIf(PYTHON === undefined)(
    'a catalogue is read without Medoid, as docs/catalogue.md describes it',
    async () => {
      const printed = await run(demo, PYTHON!, 'catalogue.py', 'catalogue.sqlite', 'Modality')
      const json = await medoid('tags', '--catalogue', join(demo, 'catalogue.sqlite'), '--tag', 'Modality', '--json')
      const { values } = JSON.parse(json) as { values: { value: string; count: number }[] }
      expect(printed.trim().split('\n').sort()).toEqual(values.map(({ value, count }) => `${count}\t${value}`).sort())
    }
  )

  test.skipIf(PYTHON === undefined)('labels, features and vectors are read by the notebook for Python', async () => {
    const notebook = JSON.parse(readFileSync(join(demo, 'labels.ipynb'), 'utf8')) as {
      cells: { cell_type: string; source: string[] }[]
    }
    const code = notebook.cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.source.join(''))
    const printed = await run(demo, PYTHON!, '-c', code.join('\n'))
    expect(printed).toContain('400 images with a label and features')
    expect(printed).toMatch(/^vectors: \(\d+, 5120\) float32$/m)
    expect(printed).toMatch(/^mean cosine distance to the centre: 0\.\d+$/m)
  })

  test.skipIf(!hasR)('labels and features are read by the notebook for R', async () => {
    const chunks = [...readFileSync(join(demo, 'labels.Rmd'), 'utf8').matchAll(/^```\{r[^}]*\}\n([\s\S]*?)^```$/gm)]
    writeFileSync(join(demo, 'labels.R'), chunks.map(([, code]) => code).join('\n'))
    const printed = await run(demo, 'Rscript', 'labels.R')
    expect(printed).toContain('400 images with a label and features')
    expect(printed).toMatch(/^mean silhouette: -?0\.\d+$/m)
  })
})
