import { writeDerived } from '../core/catalogue/derived-tags.ts'
import type { DerivedKeyword } from '../core/catalogue/derived-names.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { readWords, type SourceTexts, WORD_SOURCES } from '../core/words/read-words.ts'
import { reading, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { WordsParameters } from './definitions/archive.ts'

/** Instances whose values are held at a time. */
const BLOCK = 65_536

export interface WordsReport {
  instances: number
  /** Of each derived tag, how many instances have which value, most frequent first. */
  found: { keyword: DerivedKeyword; values: { value: string; count: number }[] }[]
  seconds: number
}

/** Reads regions, sides and the like from what headers and descriptions say, and stores them as derived tags. */
export const wordsJob: Job<WordsParameters, WordsReport> = {
  run: async ({ catalogue }, work) => {
    const started = performance.now()
    const columns = await reading(catalogue, (reader) => gather(reader, work))
    return writing(catalogue, 'storing what descriptions say', work, async (opened) => {
      const { db } = opened
      const derived = Object.fromEntries(
        Array.from(columns, ([keyword, column]) => [keyword, (instance: number) => column.at(instance)])
      )
      db.transaction(() => writeDerived(db, derived))()
      await updateSummary(opened, work)
      const reader = new CatalogueReader(db)
      const live = reader.live()
      return {
        instances: live.length,
        found: Array.from(columns.keys(), (keyword) => ({
          keyword,
          values: reader.values(reader.find(keyword)!.id, live)
        })),
        seconds: (performance.now() - started) / 1000
      }
    })
  }
}

/** One of few texts for each instance. */
class FewTexts {
  /** A place in `texts` for each instance; 0 for none. */
  private readonly places: Uint8Array
  private readonly texts: (string | null)[] = [null]

  constructor(capacity: number) {
    this.places = new Uint8Array(capacity)
  }

  /** @returns the place of a text */
  placeOf(text: string | null): number {
    const known = this.texts.indexOf(text)
    return known >= 0 ? known : this.texts.push(text) - 1
  }

  put(instance: number, place: number): void {
    this.places[instance] = place
  }

  at(instance: number): string | null {
    return this.texts[this.places[instance]] ?? null
  }
}

async function gather(reader: CatalogueReader, work: Work): Promise<Map<DerivedKeyword, FewTexts>> {
  const keywords = ['Region', 'RegionFrom', 'Side', 'ContrastGiven', 'SequenceType', 'ImagePlane'] as const
  const columns = new Map(keywords.map((keyword) => [keyword, new FewTexts(reader.capacity)]))
  const tags = WORD_SOURCES.map((keyword) => reader.find(keyword))
  const live = reader.live()
  for (let from = 0; from < live.length; from += BLOCK) {
    const block = live.subarray(from, from + BLOCK)
    work.onProgress?.({ stage: 'Reading descriptions', done: from, total: live.length, unit: 'instances' })
    await breathe()
    throwIfCancelled(work)
    const sources = tags.map((tag) => (tag === undefined ? null : reader.column(tag.id, block)))
    // Instances of a series say the same.
    const read = new Map<string, number[]>()
    for (const [i, instance] of block.entries()) {
      const key = sources.map((source) => source?.codes[i] ?? 0).join(' ')
      let places = read.get(key)
      if (places === undefined) {
        const texts = WORD_SOURCES.map((keyword, at) => [keyword, sources[at]?.texts[sources[at].codes[i]] ?? ''])
        const words = readWords(Object.fromEntries(texts) as SourceTexts)
        places = keywords.map((keyword) => columns.get(keyword)!.placeOf(words[keyword]))
        read.set(key, places)
      }
      keywords.forEach((keyword, at) => columns.get(keyword)!.put(instance, places[at]))
    }
  }
  return columns
}
