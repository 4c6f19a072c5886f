import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const FILE = 'third-party-licences.txt'

/**
 * Writes the licences of the packages whose code is in a bundle beside it: they ask to be passed on with copies.
 * A package without a licence file is listed with what its package.json says.
 */
export function thirdPartyLicences(): Plugin {
  return {
    name: 'third-party-licences',
    generateBundle(_options, bundle) {
      const folders = new Set<string>()
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const module of chunk.moduleIds) {
          const folder = packageFolder(module)
          if (folder !== null) folders.add(folder)
        }
      }
      if (folders.size === 0) return
      const texts = [...folders].sort().map(licenceOf)
      this.emitFile({ type: 'asset', fileName: FILE, source: texts.join(`\n${'='.repeat(80)}\n\n`) })
    }
  }
}

/** The folder below the last node_modules of a module's path that holds its package; null for modules of our own. */
function packageFolder(module: string): string | null {
  const path = module.replace(/^\0/, '').replace(/\?.*$/, '').replaceAll('\\', '/')
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)
  return match !== null && existsSync(join(match[1], 'package.json')) ? match[1] : null
}

function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  const files = licenceFiles(folder)
  const texts = files.map((file) => readFileSync(file, 'utf8').trim())
  return [`${String(about.name)} ${String(about.version)} (${String(about.license)})`, ...texts, ''].join('\n\n')
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
