import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { explain, identityOf, isUnwritable, openForReading } from '../catalogue/database.ts'
import { PictureFile } from '../catalogue/picture-file.ts'
import type { Message } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import type { PictureOutcome } from '../pixels/decoder-protocol.ts'
import { COLOUR_BYTES, PICTURE_BYTES, PICTURE_VERSION } from '../pixels/picture.ts'
import { list, tryParse } from '../schema.ts'
import { type Issue, readIssue, storedIssue } from '../catalogue/stored/issue.ts'
import { storedRemark } from '../stored-message.ts'

const NO_COLOUR = new Uint8Array()
const remarkList = list(storedRemark, Infinity)

export interface CachedOutcome {
  instance: number
  outcome: PictureOutcome
}

/**
 * Prepared pictures by instance id, in `<catalogue>.pictures` beside the catalogue: a disposable SQLite file, which may be deleted at
 * any time and is then made anew. It holds pictures of patients, so that it is its owner's alone (mode 0600), and goes where the
 * catalogue goes. An instance without a picture has the reason why.
 *
 * Instances are append-only and their ids keep their meaning, so that a picture never becomes stale; those of another catalogue or
 * of an older decoder are not believed. Several processes may use it at once.
 */
export class PictureCache {
  readonly file: string
  private readonly pictures: PictureFile

  /**
   * Opens the cache of a catalogue, and makes it where there is none that can be used; beside one that lies where nothing can be
   * written, a temporary one, which goes when it is closed.
   * @param onMessage hears why the one that was there is made anew
   * @throws MedoidError as `openForReading`, `pictures-unusable`
   */
  static open(catalogueFile: string, onMessage: (note: Message) => void = () => {}): PictureCache {
    const catalogue = openForReading(catalogueFile)
    const identity = identityOf(catalogue.db)
    catalogue.close()
    const file = `${resolve(catalogueFile)}.pictures`
    try {
      return new PictureCache(file, PictureFile.open(file, { identity, version: PICTURE_VERSION }, onMessage))
    } catch (error) {
      // A folder of this name cannot be opened either; that is for a person to look at.
      const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
      if (isUnwritable(error) && !isFolder) return new PictureCache(file, PictureFile.temporary())
      throw explainPictures(error, file)
    }
  }

  /** One that is on this machine alone, and goes when it is closed: of a catalogue on a file system that other machines use, too. */
  static temporary(): PictureCache {
    return new PictureCache(tmpdir(), PictureFile.temporary())
  }

  private constructor(file: string, pictures: PictureFile) {
    this.file = file
    this.pictures = pictures
  }

  /** What is known of an instance: its picture, why it has none, or null where it is still to be prepared. */
  get(instance: number): PictureOutcome | null {
    return this.guard(() => {
      const found = this.pictures.find(instance)
      if (found === undefined) return null
      const { code, reason } = found
      if (code !== null) return { reason: reasonOf(code, reason) }
      const picture = this.pictures.read(instance)
      if (picture === undefined) throw missing(this.file, instance)
      return { picture, remarks: this.parseRemarks(found.remarks) }
    })
  }

  /** The picture of an instance in colour, see `makeColour`; null where it shows only grey, undefined where nobody made it. */
  colour(instance: number): Uint8Array | null | undefined {
    return this.guard(() => {
      const picture = this.pictures.readColour(instance)
      if (picture?.length === 0) return null
      return picture?.length === COLOUR_BYTES ? picture : undefined
    })
  }

  /**
   * The pictures of instances, one after another.
   * @param into PICTURE_BYTES an instance
   * @throws MedoidError `picture-missing` where one has not been prepared
   */
  read(instances: Uint32Array, into: Uint8Array): void {
    this.guard(() =>
      this.pictures.reading(() => {
        instances.forEach((instance, i) => {
          const picture = this.pictures.read(instance)
          if (picture?.length !== PICTURE_BYTES) throw missing(this.file, instance)
          into.set(picture, i * PICTURE_BYTES)
        })
      })
    )
  }

  /** Those of the instances of which nothing is known: neither a picture nor why there is none. */
  missing(instances: Uint32Array): Uint32Array {
    return this.guard(() =>
      this.pictures.reading(() => instances.filter((instance) => this.pictures.find(instance) === undefined))
    )
  }

  /** Why instances have no picture, of those of which it is known. */
  reasons(instances: Uint32Array): Map<number, Issue> {
    const reasons = new Map<number, Issue>()
    this.guard(() =>
      this.pictures.reading(() => {
        for (const instance of instances) {
          const found = this.pictures.find(instance)
          if (found !== undefined && found.code !== null) reasons.set(instance, reasonOf(found.code, found.reason))
        }
      })
    )
    return reasons
  }

  /** What is told of the pictures of instances, of those of which something is. */
  remarks(instances: Uint32Array): Map<number, Message[]> {
    const remarks = new Map<number, Message[]>()
    this.guard(() =>
      this.pictures.reading(() => {
        for (const instance of instances) {
          const found = this.pictures.find(instance)
          const told = this.parseRemarks(found?.remarks ?? null)
          if (told.length > 0) remarks.set(instance, told)
        }
      })
    )
    return remarks
  }

  /** Keeps what became of some instances, in one transaction. @throws MedoidError `disk-full`, `pictures-unusable` */
  put(entries: readonly CachedOutcome[]): void {
    this.guard(() =>
      this.pictures.writing(() => {
        for (const { instance, outcome } of entries) {
          if ('picture' in outcome) {
            const remarks = outcome.remarks.length === 0 ? null : JSON.stringify(outcome.remarks)
            this.pictures.put(instance, { code: null, reason: null, remarks }, outcome.picture)
            if (outcome.colour !== undefined) this.pictures.putColour(instance, outcome.colour ?? NO_COLOUR)
          } else {
            const { code, message } = storedIssue(outcome.reason)
            this.pictures.put(instance, { code, reason: message, remarks: null }, null)
          }
        }
      })
    )
  }

  /** How pictures look, as it was kept, by ascending instance; null where an instance has no picture. */
  *looks(): Iterable<{ instance: number; bytes: Buffer | null }> {
    const looks = this.guard(() => this.pictures.looks()[Symbol.iterator]())
    for (;;) {
      const next = this.guard(() => looks.next())
      if (next.done === true) return
      yield next.value
    }
  }

  /** Keeps how pictures look, in one transaction. @throws MedoidError `disk-full`, `pictures-unusable` */
  putLooks(looks: readonly { instance: number; look: Uint8Array | null }[]): void {
    this.guard(() =>
      this.pictures.writing(() => {
        for (const { instance, look } of looks) this.pictures.putLook(instance, look)
      })
    )
  }

  close(): void {
    this.pictures.close()
  }

  private parseRemarks(text: string | null): Message[] {
    if (text === null) return []
    const read = tryParse(remarkList, JSON.parse(text), 'remarks')
    if ('problem' in read) throw unusable(this.file, read.problem)
    return read.value
  }

  private guard<T>(use: () => T): T {
    try {
      return use()
    } catch (error) {
      throw explainPictures(error, this.file)
    }
  }
}

/** @param reason parameters of the code as JSON, or the sentence of an earlier version */
function reasonOf(code: string, reason: string | null): Issue {
  return readIssue({ code, message: reason ?? '' })
}

function missing(file: string, instance: number): MedoidError {
  return new MedoidError('picture-missing', { file, instance })
}

/** Turns what SQLite says of the cache into what a person can do about it; other errors stay as they are. */
function explainPictures(error: unknown, file: string): unknown {
  const code = (error as { code?: string }).code ?? ''
  const isUnusable = /^SQLITE_(CORRUPT|NOTADB|CANTOPEN|READONLY|IOERR|PERM)|^E[A-Z]+$/.test(code)
  if (isUnusable || error instanceof SyntaxError) return unusable(file, (error as Error).message, error)
  return explain(error, file)
}

function unusable(file: string, reason: string, cause?: unknown): MedoidError {
  return new MedoidError('pictures-unusable', { file, reason }, cause === undefined ? undefined : { cause })
}
