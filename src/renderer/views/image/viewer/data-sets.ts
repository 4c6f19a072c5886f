import type { ListedElement } from '../../../../api/contract.ts'

/** Elements of a data set: those of `depth` from `start` to `end`, and what is nested in them. */
export interface DataSetRange {
  start: number
  end: number
  depth: number
}

/** The data sets of a file, each an item of a sequence in another one. What is not there is '' or empty. */
export function dataSets(elements: readonly ListedElement[]) {
  const whole: DataSetRange = { start: 0, end: elements.length, depth: 0 }

  function find({ start, end, depth }: DataSetRange, keyword: string): number {
    for (let i = start; i < end; i++) if (elements[i].depth === depth && elements[i].keyword === keyword) return i
    return -1
  }

  function has(within: DataSetRange, keyword: string): boolean {
    return find(within, keyword) >= 0
  }

  function text(within: DataSetRange | undefined, keyword: string): string {
    const place = within === undefined ? -1 : find(within, keyword)
    return place < 0 ? '' : (elements[place].value ?? '')
  }

  function items(within: DataSetRange | undefined, keyword: string): DataSetRange[] {
    const sequence = within === undefined ? -1 : find(within, keyword)
    if (sequence < 0) return []
    const { depth } = elements[sequence]
    const found: DataSetRange[] = []
    let i = sequence + 1
    for (; i < elements.length && elements[i].depth > depth; i++) {
      if (elements[i].depth !== depth + 1) continue
      if (found.length > 0) found.at(-1)!.end = i
      found.push({ start: i + 1, end: i + 1, depth: depth + 2 })
    }
    if (found.length > 0) found.at(-1)!.end = i
    return found
  }

  /** Of a code. */
  function meaning(within: DataSetRange | undefined, keyword: string): string {
    const [code] = items(within, keyword)
    return text(code, 'CodeMeaning') || text(code, 'CodeValue')
  }

  return { whole, has, text, items, meaning }
}

export type DataSets = ReturnType<typeof dataSets>
