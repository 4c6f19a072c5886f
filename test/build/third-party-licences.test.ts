import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { licencesOf, productionPackages } from '../../build/third-party-licences.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

function writePackage(about: object, files: Record<string, string>): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

test('the list has every package that npm would install without tools', () => {
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable', '--long'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32'
  })
  // `folder:name@version`, and what is of note: an install script may have left packages that nobody depends on.
  const lines = listed.trim().split(/\r?\n/).slice(1)
  const expected = lines
    .filter((line) => !line.endsWith(':EXTRANEOUS'))
    .map((line) => line.replace(/:@?[^:@]+@[^:]*(:.*)?$/, ''))
  expect(expected.length).toBeGreaterThan(100)
  const found = new Set(productionPackages(ROOT).map((folder) => relative(ROOT, folder)))
  expect(expected.map((folder) => relative(ROOT, folder)).filter((folder) => !found.has(folder))).toEqual([])
  expect(found).not.toContain(join('node_modules', 'vitest'))
})

test('packages share a text that is the same, and each has all of its own', () => {
  const folders = [
    writePackage({ name: 'b', version: '2.0.0', license: 'MIT' }, { LICENSE: 'MIT of us all\n' }),
    writePackage(
      { name: 'a', version: '1.0.0', license: 'Apache-2.0' },
      { 'LICENCE.md': 'Apache', NOTICE: 'By a', 'licenses/LICENSE-d3': 'D3' }
    ),
    writePackage({ name: 'c', version: '3.0.0', license: 'MIT' }, { license: 'MIT of us all' }),
    writePackage({ name: 'd', version: '4.0.0' }, { 'README.md': 'nothing' })
  ]
  const { packages, texts } = licencesOf(folders)
  expect(
    packages.map(({ texts: places, ...about }) => ({ ...about, texts: places.map((place) => texts[place]) }))
  ).toEqual([
    { name: 'a', version: '1.0.0', licence: 'Apache-2.0', texts: ['Apache', 'By a', 'D3'] },
    { name: 'b', version: '2.0.0', licence: 'MIT', texts: ['MIT of us all'] },
    { name: 'c', version: '3.0.0', licence: 'MIT', texts: ['MIT of us all'] },
    { name: 'd', version: '4.0.0', licence: 'not stated', texts: [] }
  ])
  expect(texts).toHaveLength(4)
})
