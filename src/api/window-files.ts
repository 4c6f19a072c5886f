import { readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.json', 'application/json']
])

export interface WindowFile {
  path: string
  type: string
  /** Its name holds a hash of what is in it. */
  immutable: boolean
}

/**
 * The files of the built window by their URL paths. What is not on this list, made once, is not there: no path of a
 * request ever reaches the file system.
 * @returns empty where the window was not built
 */
export function windowFiles(folder: string): Map<string, WindowFile> {
  const files = new Map<string, WindowFile>()
  for (const entry of entries(folder)) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${relative(folder, path).split(sep).join('/')}`
    const type = TYPES.get(extname(path)) ?? 'application/octet-stream'
    files.set(url, { path, type, immutable: url.startsWith('/assets/') })
  }
  const index = files.get('/index.html')
  if (index !== undefined) files.set('/', index)
  return files
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
