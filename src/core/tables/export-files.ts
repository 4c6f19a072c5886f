import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { refuseToReplace } from './refuse.ts'
import { writeAtomically } from '../files.ts'

/** A file of an export, as the manifest beside it tells of it. */
export interface ExportFile {
  name: string
  bytes: number
  /** In hexadecimal. Where that of the file is another, the export was interrupted, or somebody has changed the file since. */
  sha256: string
  /** Of the file that it takes the place of, where Medoid had written that one, too. */
  replaced?: string
}

/** Where the manifest of an export lies. */
export function manifestBeside(out: string): string {
  return `${out}.manifest.json`
}

/** Writes the manifest of an export. @param out the file that it is named after @throws as `writeAtomically` does */
export async function writeManifest(out: string, document: object, manifest = manifestBeside(out)): Promise<void> {
  await writeAtomically(manifest, (file) => file.writeFile(`${JSON.stringify(document, undefined, 2)}\n`))
}

/** What manifests are of. */
const SCHEMAS: ReadonlySet<unknown> = new Set([
  'medoid-labels',
  'medoid-features',
  'medoid-tags',
  'medoid-corrections',
  'medoid-catalogue'
])

/** No manifest of ours is longer. */
const MAX_MANIFEST = 64 * 1024 * 1024

/**
 * Whether the files of an export may be written: those that are there have to be listed, with their checksums, in the manifest
 * beside them, unless a person says that they may be replaced. The manifest comes into place before the files that it
 * lists, so it also lists what they replace: an export that was interrupted in between can be run again.
 *
 * @param out the file that the manifest is named after @param paths all files of the export, `out` among them
 * @param manifest where it lies, if not beside the file
 * @returns by path, the checksum of each that Medoid has written: `ExportFile.replaced`
 * @throws MedoidError `not-an-export`
 */
export async function refuseToReplaceOthers(
  out: string,
  paths: readonly string[],
  overwrite: boolean,
  manifest = manifestBeside(out)
): Promise<Map<string, string>> {
  const listed = await listedIn(manifest)
  await refuseToReplace(manifest, () => Promise.resolve(listed !== undefined), overwrite)
  const ours = new Map<string, string>()
  for (const path of paths) {
    const known = listed?.get(basename(path))
    const sha256 = known === undefined ? undefined : await sha256Of(path)
    if (sha256 !== undefined && known!.has(sha256)) ours.set(path, sha256)
    await refuseToReplace(path, async () => ours.has(path) || (await stat(path)).size === 0, overwrite)
  }
  return ours
}

/**
 * Files in the folder of a manifest that it lists, and that are as Medoid wrote them.
 * @returns by name, the checksum of each
 */
export async function ownFiles(manifest: string): Promise<Map<string, string>> {
  const own = new Map<string, string>()
  for (const [name, sums] of (await listedIn(manifest)) ?? []) {
    // A manifest may come from anybody: what it lists elsewhere is not looked at.
    if (name !== basename(name)) continue
    const sha256 = await sha256Of(join(dirname(manifest), name))
    if (sha256 !== undefined && sums.has(sha256)) own.set(name, sha256)
  }
  return own
}

/** The checksums that a manifest has of each file by its name; undefined where it is no manifest of an export. */
async function listedIn(manifest: string): Promise<Map<string, Set<string>> | undefined> {
  const found = await stat(manifest).catch(() => undefined)
  if (found?.isFile() !== true || found.size > MAX_MANIFEST) return undefined
  const text = await readFile(manifest, 'utf8')
  let document: { schema?: unknown; file?: unknown; files?: unknown } | null
  try {
    document = JSON.parse(text) as typeof document
  } catch (error) {
    // Whatever this is, Medoid has not written it.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  if (!SCHEMAS.has(document?.schema)) return undefined
  const files = [document!.file, ...(Array.isArray(document!.files) ? (document!.files as unknown[]) : [])]
  return new Map(
    files.flatMap((file) => {
      const { name, sha256, replaced } = (file ?? {}) as Partial<Record<keyof ExportFile, unknown>>
      const sums = [sha256, replaced].filter((sum) => typeof sum === 'string')
      return typeof name === 'string' ? [[name, new Set(sums)]] : []
    })
  )
}

/** @returns undefined where there is no such file */
async function sha256Of(path: string): Promise<string | undefined> {
  const isFile = (await stat(path).catch(() => undefined))?.isFile() === true
  if (!isFile) return undefined
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
