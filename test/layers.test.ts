import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './core/catalogue/synthetic.ts'

const CONFIG = join(import.meta.dirname, '../.dependency-cruiser.cjs')
const CRUISER = join(import.meta.dirname, '../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

/** The edges that the layer rules refuse of a source tree in which these folders import each other, as `from → to`. */
function refused(edges: readonly string[]): string[] {
  const root = temporaryFolder()
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  put('tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true } }')
  put('package.json', '{ "type": "module" }')
  edges.forEach((edge, i) => {
    const [from, to] = edge.split(' → ').map((folder) => `src/${folder}`)
    put(`${to}/used.ts`, 'export const used = 1\n')
    const path = relative(from, `${to}/used.ts`).replaceAll('\\', '/')
    put(`${from}/user-${i}.ts`, `export { used } from '${path.startsWith('.') ? path : `./${path}`}'\n`)
  })
  const { stdout } = spawnSync(process.execPath, [CRUISER, '--config', CONFIG, '--output-type', 'json', 'src'], {
    cwd: root,
    encoding: 'utf8'
  })
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string }[] } }
  const found = summary.violations.map(({ from, to }) => `${dirname(from)} → ${dirname(to)}`.replaceAll('src/', ''))
  return edges.filter((edge) => found.includes(edge))
}

test('data flows one way: from below to above is allowed, everything else is not', () => {
  const allowed = [
    'core → messages',
    'jobs → core/report',
    'api → jobs',
    'server → api',
    'cli → server',
    'core/catalogue → core/dicom',
    'core/features → core/catalogue',
    'core/clustering → core/features',
    'core/evaluation → core/clustering',
    'core/report → core/evaluation'
  ]
  const forbidden = [
    // Upwards.
    'messages → core',
    'core → jobs',
    'jobs → api',
    'api → server',
    'server → cli',
    'core/dicom → core/catalogue',
    'core/catalogue → core/features',
    'core/features → core/clustering',
    'core/labels → core/report',
    'core → core/dicom',
    // Beside each other.
    'main → server',
    'core/clustering → core/embedding',
    'core/evaluation → core/labels',
    // Apart: the method is about tables, not about files.
    'core/features → core/dicom',
    'core/clustering → core/pixels',
    'core/vectors → core/catalogue',
    'phantom → core/catalogue',
    'renderer → jobs',
    // Folders without a place in the list.
    'novelty → core',
    'core/novelty → core',
    'jobs → novelty'
  ]
  expect(refused([...allowed, ...forbidden])).toEqual(forbidden)
})
