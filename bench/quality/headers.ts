import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import dcmjs from 'dcmjs'
import { standardEntry } from '../../src/core/dicom/dictionary.ts'
import { NUMBER_BYTES, VR, VR_NAMES } from '../../src/core/dicom/vr.ts'
import { type Element, encodeBase, encodeFile, EXPLICIT_LITTLE } from '../../src/phantom/dicom-writer.ts'
import { metaElements } from '../../src/phantom/instance.ts'

const FILES_A_FOLDER = 500
const UTF_8 = 'ISO_IR 192'
const NOT_WRITTEN: ReadonlySet<number> = new Set([VR.NONE, VR.SQ, VR.OB, VR.OW, VR.UN, VR.AT])
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  US: [0, 0xffff],
  SS: [-0x8000, 0x7fff],
  UL: [0, 0xffffffff],
  SL: [-0x80000000, 0x7fffffff]
}

/**
 * Turns a table of headers (gzipped, separated by tabs, one column a keyword) into DICOM files without pixels, so that they are
 * scanned like any others. Rows without Rows, and further ones of one SOP instance, are left out.
 */
export function writeHeaders(table: string, folder: string): void {
  const [header, ...lines] = gunzipSync(readFileSync(table)).toString('utf8').replace(/\n$/, '').split('\n')
  const keywords = header.split('\t')
  const base = encodeBase([], { syntax: EXPLICIT_LITTLE, charset: 'utf8', undefinedLengths: false })
  const seen = new Set<string>()
  for (const line of lines) {
    const cells = line.split('\t')
    const row = new Map(keywords.map((keyword, at) => [keyword, cells[at]]))
    const uid = row.get('SOPInstanceUID')!
    if (row.get('Rows') === '' || seen.has(uid)) continue
    const directory = join(folder, String(Math.floor(seen.size / FILES_A_FOLDER)).padStart(3, '0'))
    mkdirSync(directory, { recursive: true })
    row.set('SpecificCharacterSet', UTF_8)
    const meta = metaElements(row.get('SOPClassUID')!, uid, EXPLICIT_LITTLE, '')
    writeFileSync(join(directory, `${seen.size}.dcm`), encodeFile(meta, base, elementsOf(row)))
    seen.add(uid)
  }
}

/** Elements in ascending order of their tags; values that their VR cannot hold are left out. */
function elementsOf(row: ReadonlyMap<string, string>): Element[] {
  const elements: Element[] = []
  for (const [keyword, text] of row) {
    const tag = tagOf(keyword)
    if (text === '' || tag === undefined || tag >>> 16 === 2) continue
    const vr = standardEntry(tag)?.vr ?? VR.NONE
    if (NOT_WRITTEN.has(vr)) continue
    const name = VR_NAMES[vr]
    if (NUMBER_BYTES[vr] === 0) elements.push({ tag, vr: name, value: text })
    else {
      const values = text.split('\\').map(Number)
      const [least, most] = LIMITS[name] ?? [-Infinity, Infinity]
      if (values.every((value) => value >= least && value <= most)) elements.push({ tag, vr: name, value: values })
    }
  }
  return elements.sort((a, b) => a.tag - b.tag)
}

function tagOf(keyword: string): number | undefined {
  const tag = dcmjs.data.DicomMetaDictionary.nameMap[keyword]?.tag
  return tag === undefined ? undefined : Number.parseInt(tag.replace(/[(),]/g, ''), 16)
}
