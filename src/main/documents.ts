import { type BrowserWindow, shell } from 'electron'
import { extname } from 'node:path'
import { documentName } from '../api/areas/objects.ts'
import type { WindowBackend } from '../api/backend.ts'
import type { Reply, SavedDocument } from '../api/contract.ts'
import { outcomeOf, replyOf } from '../api/reply.ts'
import { MedoidError } from '../core/errors.ts'
import { writeAtomically } from '../core/files.ts'
import { integer, parse } from '../core/schema.ts'
import { choose } from './dialogs.ts'

/**
 * Documents that files encapsulate. They are hostile: only a person says where one is saved, and only one that was saved so, and is a
 * PDF by its name too, is given to the system's viewer, when a person asks for it. No window names a path that is written or opened.
 */
export class Documents {
  private readonly backend: Pick<WindowBackend, 'document'>
  private readonly saved = new Set<string>()

  constructor(backend: Pick<WindowBackend, 'document'>) {
    this.backend = backend
  }

  /** @param given anything */
  async save(window: BrowserWindow, given: unknown): Promise<Reply<SavedDocument | null>> {
    return replyOf(
      await outcomeOf(async () => {
        const instance = parse(integer(0, 0xffffffff), given, 'The instance')
        const { extension, parts } = await this.backend.document(instance)
        const path = await choose(window, { kind: 'save', suggested: documentName(instance, extension) })
        if (path === null) return null
        await writeAtomically(path, async (file) => {
          for await (const part of parts) await file.writeFile(part)
        })
        const canOpen = extension === 'pdf' && extname(path).toLowerCase() === '.pdf'
        if (canOpen) this.saved.add(path)
        return { path, canOpen }
      })
    )
  }

  /** @param given anything */
  async open(given: unknown): Promise<Reply<null>> {
    return replyOf(
      await outcomeOf(async () => {
        if (typeof given !== 'string' || !this.saved.has(given)) throw new MedoidError('document-not-saved', {})
        const reason = await shell.openPath(given)
        if (reason !== '') throw new MedoidError('document-not-opened', { path: given, reason })
        return null
      })
    )
  }
}
