import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import type { ThirdParty } from '../src/renderer/third-party.ts'

const FILE = 'third-party-licences'

/**
 * Writes beside a bundle, as text and as data, the licences of the packages whose code is in it, and of those that are installed with it.
 * @param installed folders of packages
 */
export function thirdPartyLicences(installed: readonly string[] = []): Plugin {
  return {
    name: 'third-party-licences',
    generateBundle(_options, bundle) {
      const folders = new Set<string>(installed)
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const module of chunk.moduleIds) {
          const folder = packageFolder(module)
          if (folder !== null) folders.add(folder)
        }
      }
      if (folders.size === 0) return
      const found = licencesOf([...folders])
      this.emitFile({ type: 'asset', fileName: `${FILE}.txt`, source: asText(found) })
      this.emitFile({ type: 'asset', fileName: `${FILE}.json`, source: JSON.stringify(found) })
    }
  }
}

/** The folders of all packages that Medoid needs when it runs, as far as they are installed. @param root of the checkout */
export function productionPackages(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  return Object.entries(lock.packages)
    .filter(([path, { dev = false }]) => path !== '' && !dev && existsSync(join(root, path, 'package.json')))
    .map(([path]) => join(root, path))
}

/** @param folders of packages; of two with one name and version, one is listed */
export function licencesOf(folders: readonly string[]): ThirdParty {
  const places = new Map<string, number>()
  const placeOf = (text: string): number => {
    if (!places.has(text)) places.set(text, places.size)
    return places.get(text)!
  }
  const byTitle = new Map<string, ThirdParty['packages'][number]>()
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as AboutPackage
    const texts = licenceFiles(folder).map((file) => placeOf(readFileSync(file, 'utf8').trim()))
    byTitle.set(`${name} ${version}`, { name, version, licence: license ?? 'not stated', texts })
  }
  const packages = [...byTitle.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return { packages, texts: [...places.keys()] }
}

interface AboutPackage {
  name: string
  version: string
  license?: string
}

/** Packages with the same licence texts are listed together above these. */
function asText({ packages, texts }: ThirdParty): string {
  const groups = Map.groupBy(packages, (each) => each.texts.join())
  const parts = [...groups.values()].map((group) => {
    const titles = group.map(({ name, version, licence }) => `${name} ${version} (${licence})`)
    return [titles.join('\n'), ...group[0].texts.map((place) => texts[place]), ''].join('\n\n')
  })
  return parts.join(`\n${'='.repeat(80)}\n\n`)
}

/** The folder below the last node_modules of a module's path that holds its package; null for modules of our own. */
function packageFolder(module: string): string | null {
  const path = module.replace(/^\0/, '').replace(/\?.*$/, '').replaceAll('\\', '/')
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)
  return match !== null && existsSync(join(match[1], 'package.json')) ? match[1] : null
}

/** LICENSE, NOTICE and their like, also those that a package keeps in a folder `licenses` (ECharts: that of D3). */
function licenceFiles(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true })
  return names.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return /^licen[cs]es$/i.test(entry.name) ? readdirSync(path).map((name) => join(path, name)) : []
    return /^(licen[cs]e|notice|copying)/i.test(entry.name) ? [path] : []
  })
}
