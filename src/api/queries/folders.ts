import { lstatSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { MedoidError } from '../../core/errors.ts'
import type { Arguments, FolderList } from '../contract.ts'

/** Folders that are shown of one; an archive may have a million. */
const SHOWN_FOLDERS = 5000

/** What is in a folder of this machine, for a browser, which cannot tell where a folder lies. */
export function folders({ path = homedir(), name }: Arguments<'folders.list'>): FolderList {
  const folder = resolve(path)
  const found: FolderList = {
    path: folder,
    parent: dirname(folder) === folder ? null : dirname(folder),
    folders: [],
    catalogues: [],
    taken: name !== undefined && lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined
  }
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      if ((entry.isDirectory() || entry.isSymbolicLink()) && found.folders.length < SHOWN_FOLDERS) {
        found.folders.push(entry.name)
      } else if (entry.isFile() && entry.name.endsWith('.sqlite')) found.catalogues.push(entry.name)
    }
  } catch (error) {
    throw new MedoidError(
      'unreadable-folder',
      `${folder} cannot be opened (${(error as Error).message}). Choose another folder.`
    )
  }
  found.folders.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  found.catalogues.sort()
  return found
}
