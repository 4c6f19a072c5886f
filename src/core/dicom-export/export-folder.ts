import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MedoidError } from '../errors.ts'
import { writeManifest } from '../tables/export-files.ts'

/** Says what a folder of documents is of; there from the first moment. */
export const MARKER = 'medoid-dicom.json'

/** What the marker holds; nothing of it tells of a patient. */
export interface Marker {
  schema: 'medoid-dicom'
  clustering: string
  /** Of everything that the documents are made of: the same plan makes the same files. */
  plan: string
  version: string
  /** What the export holds and what it left out; null while it is being written. */
  counts: Record<string, number> | null
}

/**
 * Takes a new or an empty folder, or one with documents of the same plan, which is gone on with.
 * @throws MedoidError `dicom-folder` and as `writeAtomically` does
 */
export async function takeFolder(folder: string, marker: Marker): Promise<void> {
  const names: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') throw new MedoidError('dicom-folder', { folder, why: 'other-files' })
    throw error
  })
  const there = names.includes(MARKER) ? await readMarker(join(folder, MARKER)) : null
  if (there === null && names.some((name) => !name.startsWith('.medoid-'))) {
    throw new MedoidError('dicom-folder', { folder, why: 'other-files' })
  }
  if (there !== null && there !== marker.plan) throw new MedoidError('dicom-folder', { folder, why: 'other-export' })
}

/** @throws as `writeAtomically` does */
export function writeMarker(folder: string, marker: Marker): Promise<void> {
  return writeManifest(folder, marker, join(folder, MARKER))
}

/** @returns the plan of a marker of ours; null of any other file */
async function readMarker(path: string): Promise<string | null> {
  try {
    const { schema, plan } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
    return schema === 'medoid-dicom' && typeof plan === 'string' ? plan : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
