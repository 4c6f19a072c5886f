import type { ElementTable } from './element-table.ts'

const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002
const SOP_CLASS_UID = 0x00080016
const STORAGE = '1.2.840.10008.5.1.4.1.1.'

/**
 * Storage SOP classes whose instances have Rows and pixels (PS3.4 table B.5-1 and PS3.3 table A.1-1), behind the root that all
 * storage classes share. RT Dose is none: it may hold histograms only.
 */
const IMAGES = new Set(
  `1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 3 3.1 4 4.1 4.3 4.4 5 6 6.1 6.2 6.3 7 7.1 7.2 7.3 7.4 12.1 12.1.1 12.2 12.2.1
  12.3 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 14.1 14.2 20 30 66.4 66.7 77.1 77.2 77.1.1 77.1.1.1 77.1.2 77.1.2.1 77.1.3 77.1.4
  77.1.4.1 77.1.5.1 77.1.5.2 77.1.5.4 77.1.5.5 77.1.5.6 77.1.5.7 77.1.6 77.1.7 77.1.8 77.1.9 128 128.1 130 481.1 481.23
  501.1 501.2.1 501.2.2 501.3 501.4 501.5 501.6 601.1 601.2`.split(/\s+/)
)

/** The image SOP class of a header, or '' where it is of none. The file meta information tells it only where the data set does not. */
export function imageClassOf(table: ElementTable, buffer: Buffer): string {
  const uid = uidOf(table, buffer, SOP_CLASS_UID) || uidOf(table, buffer, MEDIA_STORAGE_SOP_CLASS_UID)
  return uid.startsWith(STORAGE) && IMAGES.has(uid.slice(STORAGE.length)) ? uid : ''
}

function uidOf(table: ElementTable, buffer: Buffer, tag: number): string {
  const row = table.find(tag)
  if (row < 0) return ''
  const start = table.starts[row]
  return buffer.toString('latin1', start, start + Math.min(table.lengths[row], 64)).replace(/[\0 ]+$/, '')
}
