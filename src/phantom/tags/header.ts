import type { DataSet, Element } from '../dicom-writer.ts'
import { ATTRIBUTES, type Keyword } from './attributes.ts'

/** `null` is an element without a value (zero length), `undefined` no element at all. */
type AttributeValue = string | number | null | undefined | readonly (string | number)[] | Uint8Array | readonly Header[]
export type Attributes = Partial<Record<Keyword, AttributeValue>>

/** How a machine writes a decimal string (DS, at most 16 characters: PS3.5 6.2). */
export type DecimalStyle = (value: number) => string

interface Resolved {
  tag: number
  vr: string
}

const resolved = new Map<string, Resolved>(
  Object.entries(ATTRIBUTES).map(([keyword, text]) => {
    return [keyword, { tag: Number.parseInt(text.slice(0, 8), 16), vr: text.slice(9) }]
  })
)

export function tagOf(keyword: Keyword): number {
  return resolved.get(keyword)!.tag
}

/** A data set in the making, written by keyword. */
export class Header {
  private readonly elements = new Map<number, Element>()
  private readonly decimal: DecimalStyle

  constructor(decimal: DecimalStyle) {
    this.decimal = decimal
  }

  put(attributes: Attributes): this {
    for (const keyword in attributes) {
      const value = attributes[keyword as Keyword]
      if (value === undefined) continue
      const { tag, vr } = resolved.get(keyword)!
      this.set(tag, vr, value)
    }
    return this
  }

  /** An element by its tag, for private ones. */
  set(tag: number, vr: string, value: Exclude<AttributeValue, undefined>): void {
    this.elements.set(tag, { tag, vr, value: this.encode(vr, value) })
  }

  /** An element of another header. */
  copy(element: Element): void {
    this.elements.set(element.tag, { ...element })
  }

  remove(tag: number): void {
    this.elements.delete(tag)
  }

  empty(tag: number): void {
    const element = this.elements.get(tag)
    if (element) element.value = element.vr === 'SQ' ? [] : ''
  }

  all(): Iterable<Element> {
    return this.elements.values()
  }

  dataSet(): DataSet {
    return [...this.elements.values()].sort((a, b) => a.tag - b.tag)
  }

  private encode(vr: string, value: Exclude<AttributeValue, undefined>): Element['value'] {
    if (value instanceof Uint8Array) return value
    if (vr === 'SQ') return (value as readonly Header[] | null)?.map((item) => item.dataSet()) ?? []
    const list =
      value === null ? [] : Array.isArray(value) ? (value as (string | number)[]) : [value as string | number]
    if (BINARY.has(vr)) return list as number[]
    if (list.length === 1) return this.text(vr, list[0])
    return list.map((one) => this.text(vr, one)).join('\\')
  }

  private text(vr: string, value: string | number): string {
    if (typeof value === 'string') return value
    return vr === 'DS' ? this.decimal(value) : String(Math.round(value))
  }
}

const BINARY = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'AT'])
