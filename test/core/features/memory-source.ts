import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { LabelCodes } from '../../../src/core/catalogue/label-sets.ts'
import { InstanceBits } from '../../../src/core/catalogue/instance-bits.ts'
import type { ColumnValues, Tag, TagFrequency, TagSource, TagId } from '../../../src/core/catalogue/types.ts'

/** A tag and the text of each instance: undefined = absent, '' = present but empty. */
export interface MemoryTag {
  tag: string
  vr: string
  keyword?: string
  path?: string
  privateCreator?: string
  values: readonly (string | undefined)[]
}

/** A catalogue in memory, with the semantics that `TagSource` describes. */
export class MemorySource implements TagSource {
  private readonly all: Tag[]
  private readonly columns: { codes: Uint32Array; texts: string[] }[]
  private readonly instances: number

  constructor(tags: readonly MemoryTag[]) {
    this.instances = Math.max(0, ...tags.map(({ values }) => values.length))
    this.all = tags.map(({ tag, vr, keyword = '', path = '', privateCreator = '' }, i) => {
      return { id: (i + 1) as TagId, tag, vr, keyword, path, privateCreator }
    })
    this.columns = tags.map(({ values }) => intern(values, this.instances))
  }

  selected(): InstanceBits {
    return InstanceBits.of([])
  }

  labelled(): LabelCodes {
    return LabelCodes.of([], new Uint32Array(), [])
  }

  tags(): Tag[] {
    return this.all
  }

  live(): Uint32Array {
    return Uint32Array.from({ length: this.instances }, (_, instance) => instance)
  }

  images(): Uint32Array {
    const rows = this.all.find(({ keyword, path }) => keyword === 'Rows' && path === '')
    return this.live().filter((instance) => rows !== undefined && this.columns[rows.id - 1].codes[instance] >= 2)
  }

  frequencies(instances: Uint32Array, top: number): TagFrequency[] {
    return this.all.map((tag) => {
      const { codes } = this.columns[tag.id - 1]
      const values = this.values(tag.id, instances)
      return {
        tag,
        present: instances.filter((instance) => codes[instance] > 0).length,
        nonEmpty: instances.filter((instance) => codes[instance] > 1).length,
        distinct: values.length,
        top: values.slice(0, top)
      }
    })
  }

  values(tag: number, instances: Uint32Array): { value: string; count: number }[] {
    const { codes, texts } = this.columns[tag - 1]
    const counts = new Map<string, number>()
    for (const instance of instances) {
      if (codes[instance] < 2) continue
      const text = texts[codes[instance]]
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }

  column(tag: number, instances: Uint32Array): ColumnValues {
    const { codes, texts } = this.columns[tag - 1]
    const own = instances.map((instance) => codes[instance])
    const sparse = ['', '']
    for (const code of own) if (code >= 2) sparse[code] = texts[code]
    return { codes: own, texts: sparse }
  }
}

function intern(values: readonly (string | undefined)[], instances: number): { codes: Uint32Array; texts: string[] } {
  const texts = ['', '']
  const known = new Map<string, number>()
  const codes = new Uint32Array(instances)
  values.forEach((value, instance) => {
    if (value === undefined) return
    if (value === '') codes[instance] = 1
    else {
      if (!known.has(value)) known.set(value, texts.push(value) - 1)
      codes[instance] = known.get(value)!
    }
  })
  return { codes, texts }
}

/**
 * The 4,739 real headers of `TAGTABLE.tsv.gz` (see the README there): 254 public top-level tags, multi-values joined by a
 * backslash, tags and value representations from `TAGS.tsv`. The table does not tell absent elements from empty ones:
 * here, all of them are empty.
 *
 * @param folder `shared/dicom`
 */
export function tagTable(folder: string): MemorySource {
  const dictionary = new Map<string, { tag: string; vr: string }>()
  for (const line of readFileSync(join(folder, 'TAGS.tsv'), 'utf8').split('\n')) {
    const [tag, creator, keyword, vr] = line.split('\t')
    if (creator === '') dictionary.set(keyword, { tag, vr: vr.slice(0, 2) })
  }
  const lines = gunzipSync(readFileSync(join(folder, 'TAGTABLE.tsv.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  const rows = lines.slice(1).map((line) => line.split('\t'))
  return new MemorySource(
    lines[0].split('\t').flatMap((keyword, c) => {
      if (keyword === 'source_path') return []
      return [{ ...dictionary.get(keyword)!, keyword, values: rows.map((row) => row[c] ?? '') }]
    })
  )
}
