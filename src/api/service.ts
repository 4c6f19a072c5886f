import { existsSync } from 'node:fs'
import { MedoidError } from '../core/errors.ts'
import { openForWriting } from '../core/catalogue/database.ts'
import { duplicatePair } from '../core/catalogue/file-lists.ts'
import type { MadeByPeople } from '../core/catalogue/made-by-people.ts'
import type { Work } from '../core/work.ts'
import { locate } from './areas/images.ts'
import { OpenCatalogue } from './catalogue/open-catalogue.ts'
import { type Thumbnail, Thumbnails } from './catalogue/thumbnails.ts'
import { marked, personalIn } from './hiding/answers.ts'
import { type FreeQuestion, type Question, readCall } from './method.ts'
import type { Traits } from './messages.ts'
import { questions } from './questions.ts'

type AnyQuestion = Question | FreeQuestion

/** Answers what windows ask of catalogues. SQLite is synchronous: a host lets this run in a process of its own. */
export class Service {
  private readonly open = new Map<string, OpenCatalogue>()
  private readonly thumbnails = new Thumbnails()

  /**
   * Answers a question of a window, which may hold anything.
   * @param marks whether what is personal in the answer is marked (`hiding/marks.ts`)
   * @throws MedoidError `invalid-arguments`, `no-catalogue`, and what the question does
   */
  async answer(method: unknown, given: unknown, file: string | null, work: Work = {}, marks = false): Promise<unknown> {
    const call = readCall(questions, method, given)
    const asked: AnyQuestion = questions[call.method]
    if (asked.needs === 'nothing') return asked.answer(call.given)
    if (file === null) {
      throw new MedoidError('no-catalogue', {})
    }
    const catalogue = this.catalogue(file)
    try {
      const answer = await asked.answer(catalogue, call.given, work)
      return marks ? marked(call.method, answer, catalogue.once('personal', personalIn), call.given) : answer
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** Of every question. */
  traits(): Map<string, Traits> {
    return new Map(Object.entries(questions).map(([name, { isSlow, writes }]) => [name, { isSlow, writes }]))
  }

  /** Where the file of an instance lies: for the host, not for windows. @throws MedoidError `no-such-instance`, `source-removed` */
  locate(instance: number, file: string): string | Buffer {
    const catalogue = this.catalogue(file)
    try {
      return locate(catalogue, instance)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** Where a duplicate lies, and its instance: for the host, not for windows. @throws MedoidError `no-such-duplicate` */
  pair(dir: number, name: string, file: string): [string | Buffer, string | Buffer] {
    const catalogue = this.catalogue(file)
    try {
      return duplicatePair(catalogue.reader, dir, name)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** @returns null where the catalogue has no such instance */
  async thumbnail(instance: number, file: string): Promise<Thumbnail | null> {
    const catalogue = this.catalogue(file)
    try {
      return await this.thumbnails.of(catalogue, instance)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** Makes sure that there is a catalogue that can be read. @param create whether to make it where there is none */
  prepare(file: string, create: boolean): string {
    try {
      if (create) openForWriting(file, 'medoid').close()
    } catch (error) {
      // One that is there and cannot be written is read.
      if (!(error instanceof MedoidError) || error.code !== 'catalogue-unusable' || !existsSync(file)) throw error
    }
    return this.catalogue(file).file
  }

  /** How far everything is that people make, whoever made it; null where nothing was written since this was asked last. */
  states(file: string): Record<MadeByPeople, string> | null {
    const catalogue = this.catalogue(file)
    try {
      return catalogue.states()
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** A file that was set aside or replaced is opened anew. */
  release(file: string): void {
    this.open.get(file)?.close()
    this.open.delete(file)
    this.thumbnails.release(file)
  }

  /** @throws MedoidError `catalogue-gone` where it was open and its file is no longer there, and what opening throws */
  private catalogue(file: string): OpenCatalogue {
    if (this.open.get(file)?.isThere === false) {
      this.release(file)
      if (!existsSync(file)) throw new MedoidError('catalogue-gone', { path: file })
    }
    let catalogue = this.open.get(file)
    if (catalogue === undefined) this.open.set(file, (catalogue = new OpenCatalogue(file)))
    return catalogue
  }
}
