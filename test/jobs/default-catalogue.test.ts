import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { defaultCatalogue } from '../../src/jobs/default-catalogue.ts'

const { platform } = process
const on = (name: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: name })
afterEach(() => {
  on(platform)
  vi.unstubAllEnvs()
})

test('on Linux it lies where XDG says, else below ~/.local/share', () => {
  on('linux')
  vi.stubEnv('XDG_DATA_HOME', '/data/home')
  expect(defaultCatalogue()).toBe('/data/home/medoid/catalogue.sqlite')
  vi.stubEnv('XDG_DATA_HOME', undefined)
  expect(defaultCatalogue()).toBe(join(homedir(), '.local/share/medoid/catalogue.sqlite'))
})

test.each(['', 'data', '../data'])(
  'a relative folder (%o) is no place: it would depend on the working folder',
  (folder) => {
    on('linux')
    vi.stubEnv('XDG_DATA_HOME', folder)
    expect(defaultCatalogue()).toBe(join(homedir(), '.local/share/medoid/catalogue.sqlite'))
  }
)

test('on macOS and Windows it lies in the platform’s own data folder', () => {
  on('darwin')
  expect(defaultCatalogue()).toBe(join(homedir(), 'Library/Application Support/Medoid/catalogue.sqlite'))
  on('win32')
  vi.stubEnv('LOCALAPPDATA', '/local')
  expect(defaultCatalogue()).toBe('/local/Medoid/catalogue.sqlite')
})
