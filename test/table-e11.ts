import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { standardEntry } from '../src/core/dicom/dictionary.ts'
import { VR_NAMES } from '../src/core/dicom/vr.ts'

/** DICOM PS3.15, table E.1-1, as data. */
const TABLE = fileURLToPath(new URL('../../shared/faults/hostile/e11.json', import.meta.url))

export const hasTableE11 = existsSync(TABLE)
if (!hasTableE11) console.log(`The tests over PS3.15, table E.1-1, are skipped: there is no ${TABLE} here.`)

/** A row of the table: one attribute, or one of a repeating group by example. */
export interface ConfidentialAttribute {
  /** `(0010,0010)` */
  tag: string
  /** As a signed 32-bit integer. */
  number: number
  vr: string
  keyword: string
}

/** Of the rows that stand for a whole group, an element each. */
const EXAMPLES: Record<string, string> = {
  '(50XX,XXXX)': '(5000,0022)',
  '(60XX,3000)': '(6000,3000)',
  '(60XX,4000)': '(6002,4000)'
}

/** Every row but that of private attributes, which have no number. */
export function tableE11(): ConfidentialAttribute[] {
  const rows = JSON.parse(readFileSync(TABLE, 'utf8')) as { tag: string }[]
  return rows.flatMap((row) => {
    const tag = EXAMPLES[row.tag.toUpperCase()] ?? row.tag.toUpperCase()
    if (!/^\([0-9A-F]{4},[0-9A-F]{4}\)$/.test(tag)) return []
    const number = Number.parseInt(tag.slice(1, 5) + tag.slice(6, 10), 16) | 0
    const { keyword, vr } = standardEntry(number)!
    return [{ tag, number, vr: VR_NAMES[vr], keyword }]
  })
}
