import { csvRow } from '../csv.ts'
import { encodeValues, type Precision, VALUE_BYTES, type VectorLayout } from './layout.ts'
import { npyHeader } from './npy-header.ts'

/** How an index begins. */
export const INDEX_HEAD = csvRow(['row', 'SOPInstanceUID', 'cluster'])

/** npy: the vectors as an array of shape (rows, length); an index beside it says which row is which image. */
export function npyLayout(length: number, precision: Precision): VectorLayout {
  return {
    head: (rows) => npyHeader(rows, length, VALUE_BYTES[precision]),
    group: ({ vectors }) => [encodeValues(vectors, precision)],
    tail: () => new Uint8Array(),
    index: {
      head: INDEX_HEAD,
      group: ({ firstRow, uids, clusters }) => uids.map((uid, i) => csvRow([firstRow + i, uid, clusters[i]])).join('')
    }
  }
}
