import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MedoidError } from '../errors.ts'
import { makeFolder, writeAtomically } from '../files.ts'
import type { Sample } from './sample.ts'

/** Of a dataset that is complete. */
export const MANIFEST = 'manifest.json'

/** Holds what is done of a dataset that is not complete. */
const WORK = '.medoid-export'

/** A sample that was written. */
export interface WrittenSample extends Omit<Sample, 'bytes'> {
  /** The image, by its place in the order of writing. */
  row: number
  /** Where it is, from the dataset's folder. */
  file: string
  name: string
  bytes: number
  sha256: string
}

/** A frame of which there is no sample, and the code of why. */
interface MissingSample {
  row: number
  missing: string
}

export type PartLine = WrittenSample | MissingSample

/** What a dataset was begun with. */
interface Begun {
  schema: 'medoid-dataset'
  /** Tells plans apart. */
  plan: string
  /** ISO 8601, UTC. */
  created: string
}

/**
 * What is done of a dataset, so that an export that was stopped goes on: a part counts when its list is there, which is written when
 * all of the part is.
 */
export class WorkFolder {
  readonly created: string
  private readonly folder: string

  private constructor(dataset: string, created: string) {
    this.folder = join(dataset, WORK)
    this.created = created
  }

  /**
   * Begins a dataset, or goes on with one of the same plan.
   * @returns null where the dataset is complete
   * @throws MedoidError `dataset-folder-taken` where the folder holds something else, `dataset-differs` where it holds a dataset of another plan
   */
  static async open(dataset: string, plan: string): Promise<WorkFolder | null> {
    const complete = await readBegun(dataset, join(dataset, MANIFEST))
    const begun = complete ?? (await readBegun(dataset, join(dataset, WORK, 'plan.json')))
    if (begun !== null && begun.plan !== plan) throw new MedoidError('dataset-differs', { folder: dataset })
    if (complete !== null) {
      // It may have been stopped just before this.
      await rm(join(dataset, WORK), { recursive: true, force: true })
      return null
    }
    if (begun === null) {
      const held = await readdir(dataset).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        if (error.code === 'ENOTDIR') throw new MedoidError('dataset-folder-taken', { folder: dataset })
        throw error
      })
      if (held.some((name) => name !== WORK)) throw new MedoidError('dataset-folder-taken', { folder: dataset })
    }
    const created = begun?.created ?? new Date().toISOString()
    const work = new WorkFolder(dataset, created)
    await makeFolder(work.folder)
    if (begun === null) {
      const document: Begun = { schema: 'medoid-dataset', plan, created }
      await writeAtomically(join(work.folder, 'plan.json'), (file) => file.writeFile(`${JSON.stringify(document)}\n`))
    }
    return work
  }

  async isDone(part: number): Promise<boolean> {
    return (await stat(this.pathOf(part)).catch(() => null)) !== null
  }

  /** Once all that it lists is in its place. */
  async finishPart(part: number, lines: readonly PartLine[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    await writeAtomically(this.pathOf(part), (file) => file.writeFile(text))
  }

  async lines(part: number): Promise<PartLine[]> {
    const text = await readFile(this.pathOf(part), 'utf8')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as PartLine)
  }

  /** When the manifest is there. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }

  private pathOf(part: number): string {
    return join(this.folder, `part-${String(part).padStart(6, '0')}.jsonl`)
  }
}

/** @throws MedoidError `dataset-folder-taken` for a file that we did not write */
async function readBegun(dataset: string, file: string): Promise<Begun | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (text === null) return null
  try {
    const { schema, plan, created } = JSON.parse(text) as Partial<Record<keyof Begun, unknown>>
    if (schema === 'medoid-dataset' && typeof plan === 'string' && typeof created === 'string') {
      return { schema, plan, created }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new MedoidError('dataset-folder-taken', { folder: dataset })
}
