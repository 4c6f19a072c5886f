import { lstatSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { MedoidError } from '../../core/errors.ts'
import { boolean, type Infer, object, optional, text } from '../../core/schema.ts'
import { freeQuestion } from '../method.ts'

export interface FolderList {
  path: string
  parent: string | null
  folders: string[]
  /** Catalogues in it. */
  catalogues: string[]
  /** All files in it, where they were asked for. */
  files: string[]
  /** The file in it whose path was asked for instead of a folder's. */
  file: string | null
  /** Whether something in it has the name that was asked about. */
  taken: boolean
}

const folder = object({ path: optional(text()), name: optional(text({ max: 255 })), files: optional(boolean) })

/** Folders of this machine. */
export const folders = {
  'folders.list': freeQuestion(folder, folderList)
}

/** Folders, and files, that are shown of one; an archive may have a million. */
const SHOWN = 5000

/**
 * What is in a folder of this machine, or in that of a file, for a browser, which cannot tell where a folder lies.
 * @throws MedoidError `no-such-folder`, `unreadable-folder`
 */
function folderList({ path = homedir(), name, files = false }: Infer<typeof folder>): FolderList {
  const asked = resolve(path)
  try {
    const isFile = statSync(asked).isFile()
    return listed(isFile ? dirname(asked) : asked, isFile ? basename(asked) : null, name, files)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new MedoidError('no-such-folder', { why: 'chosen', path: asked })
    }
    throw new MedoidError('unreadable-folder', { path: asked, reason: message })
  }
}

function listed(folder: string, file: string | null, name: string | undefined, files: boolean): FolderList {
  const found: FolderList = {
    path: folder,
    parent: dirname(folder) === folder ? null : dirname(folder),
    folders: [],
    catalogues: [],
    files: [],
    file,
    taken: name !== undefined && lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue
    if ((entry.isDirectory() || entry.isSymbolicLink()) && found.folders.length < SHOWN) {
      found.folders.push(entry.name)
    } else if (entry.isFile() && entry.name.endsWith('.sqlite')) found.catalogues.push(entry.name)
    if (files && entry.isFile() && found.files.length < SHOWN) found.files.push(entry.name)
  }
  for (const names of [found.folders, found.files]) names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  found.catalogues.sort()
  return found
}
