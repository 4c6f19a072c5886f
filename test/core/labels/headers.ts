import type { ColumnSource, Tag, TagId } from '../../../src/core/catalogue/types.ts'
import { FIRST_VALUE } from '../../../src/core/tag-codes.ts'

/** Headers by keyword, as a catalogue has them; a keyword with a point is a path. */
export function sourceOf(headers: readonly Record<string, string>[]): ColumnSource {
  const keywords = [...new Set(headers.flatMap((header) => Object.keys(header)))]
  const tags = keywords.map((name, i): Tag => {
    const isPath = name.includes('.')
    const keyword = name.slice(name.lastIndexOf('.') + 1)
    return {
      id: (i + 1) as TagId,
      tag: `(0099,${1000 + i})`,
      path: isPath ? name : '',
      keyword,
      privateCreator: '',
      vr: 'LO'
    }
  })
  return {
    tags: () => tags,
    column: (tag, instances) => {
      const texts = ['', '']
      const codes = Uint32Array.from(instances, (instance) => {
        const text = headers[instance][keywords[tag - 1]]
        return text === undefined ? 0 : text === '' ? 1 : texts.push(text) - 1
      })
      return { codes, texts: texts.slice(0, Math.max(FIRST_VALUE, texts.length)) }
    }
  }
}

/** The ids of so many images. */
export const idsOf = (headers: readonly unknown[]): Uint32Array => Uint32Array.from(headers.keys())
