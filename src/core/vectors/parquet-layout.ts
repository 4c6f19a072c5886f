import type { PageHeader, ParquetType, RowGroup } from 'hyparquet'
import { ByteWriter, type SchemaElement } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import { typeEmptyRowGroups } from '../tables/parquet-writer.ts'
import {
  encodeValues,
  type Precision,
  VALUE_BYTES,
  type VectorGroup,
  type VectorLayout,
  type WrittenGroup
} from './layout.ts'

const MAGIC = Buffer.from('PAR1')

/** Bytes of vectors of a page, unless one vector is longer. */
const PAGE_BYTES = 2 ** 20

/** FLOAT16 is a logical type of two bytes, little-endian (Parquet's LogicalTypes.md). */
const ELEMENTS: Readonly<Record<Precision, SchemaElement & { type: ParquetType }>> = {
  f32: { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
  f16: {
    name: 'element',
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 2,
    repetition_type: 'REQUIRED',
    logical_type: { type: 'FLOAT16' }
  }
}

/** SOPInstanceUID: string, a number: int32, vector: list of float (the three-level LIST of Parquet's LogicalTypes.md). */
const schemaOf = (precision: Precision, number: string): SchemaElement[] => [
  { name: 'root', num_children: 3 },
  { name: 'SOPInstanceUID', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED', converted_type: 'UTF8' },
  { name: number, type: 'INT32', repetition_type: 'REQUIRED' },
  {
    name: 'vector',
    repetition_type: 'REQUIRED',
    converted_type: 'LIST',
    logical_type: { type: 'LIST' },
    num_children: 1
  },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ELEMENTS[precision]
]

/**
 * Apache Parquet, plain and not compressed. The pages are put together here because hyparquet-writer 0.17 turns every value of
 * a list into several JavaScript numbers: 50 MB/s, and 40 bytes of memory for each byte of a vector. Nothing is compressed
 * because its snappy halves that again to save little of floats.
 *
 * @param number what the column of `VectorGroup.clusters` is called
 */
export function parquetLayout(length: number, precision: Precision, number = 'cluster'): VectorLayout {
  return {
    head: () => MAGIC,
    group: (group) => [...uidPage(group), ...clusterPage(group), ...vectorPages(group, length, precision)],
    tail: (groups) => footer(groups, length, precision, number)
  }
}

/** PLAIN: each string's length in bytes as a 32-bit number, then its bytes. */
function uidPage({ uids }: VectorGroup): Uint8Array[] {
  const values = uids.flatMap((uid) => {
    const bytes = Buffer.from(uid)
    const prefix = Buffer.alloc(4)
    prefix.writeUInt32LE(bytes.length)
    return [prefix, bytes]
  })
  return page(uids.length, uids.length, [], Buffer.concat(values))
}

function clusterPage({ clusters }: VectorGroup): Uint8Array[] {
  return page(clusters.length, clusters.length, [], bytesOf(clusters))
}

function vectorPages({ vectors }: VectorGroup, length: number, precision: Precision): Uint8Array[] {
  const rows = vectors.length / length
  const step = pageRows(length)
  const pages: Uint8Array[] = []
  for (let row = 0; row < rows; row += step) {
    const floats = vectors.subarray(row * length, Math.min(rows, row + step) * length)
    pages.push(...vectorPage(encodeValues(floats, precision), floats.length, length))
  }
  return pages
}

function pageRows(length: number): number {
  return Math.max(1, Math.floor(PAGE_BYTES / (4 * length)))
}

/** @param values of all vectors of the page @param count how many values that are */
function vectorPage(values: Uint8Array, count: number, length: number): Uint8Array[] {
  const rows = count / length
  // A vector begins where the repetition level is 0, and goes on while it is 1; every value is defined, which is level 1.
  const oneVector = length === 1 ? run(1, 0) : Buffer.concat([run(1, 0), run(length - 1, 1)])
  const repetitions = Buffer.concat(Array.from({ length: rows }, () => oneVector))
  return page(rows, count, [repetitions, run(count, 1)], values)
}

/** A run of the RLE / bit-packing hybrid, for levels of one bit: its length times two as a varint, then the level. */
function run(count: number, level: number): Buffer {
  const bytes: number[] = []
  let rest = count * 2
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80)
  return Buffer.from([...bytes, rest, level])
}

/** A data page of version 2. @param levels repetition levels and definition levels, or none */
function page(rows: number, count: number, levels: Buffer[], values: Uint8Array): Uint8Array[] {
  const [repetitions = 0, definitions = 0] = levels.map((each) => each.length)
  const bytes = repetitions + definitions + values.length
  const header: PageHeader = {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: bytes,
    compressed_page_size: bytes,
    data_page_header_v2: {
      num_values: count,
      num_nulls: 0,
      num_rows: rows,
      encoding: 'PLAIN',
      definition_levels_byte_length: definitions,
      repetition_levels_byte_length: repetitions,
      is_compressed: false
    }
  }
  const writer = new ByteWriter()
  writePageHeader(writer, header)
  return [writer.getBytes(), ...levels, values]
}

/** The file's metadata. All sizes follow from rows and bytes of the groups: the UIDs take what the others leave. */
function footer(groups: readonly WrittenGroup[], length: number, precision: Precision, number: string): Uint8Array {
  const sizes = new Map<number, { clusters: number; vectors: number }>()
  let offset = MAGIC.length
  const rowGroups = groups.map(({ rows, bytes }) => {
    const { clusters, vectors } = sizes.get(rows) ?? sizesOf(rows, length, precision)
    sizes.set(rows, { clusters, vectors })
    const uids = bytes - clusters - vectors
    const group: RowGroup = {
      columns: [
        column(['SOPInstanceUID'], 'BYTE_ARRAY', rows, offset, uids),
        column([number], 'INT32', rows, offset + uids, clusters),
        column(
          ['vector', 'list', 'element'],
          ELEMENTS[precision].type,
          rows * length,
          offset + uids + clusters,
          vectors
        )
      ],
      total_byte_size: BigInt(bytes),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(bytes)
    }
    offset += bytes
    return group
  })
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  const writer = new ByteWriter(2 ** 16)
  writeMetadata(writer, {
    version: 2,
    created_by: 'medoid',
    schema: schemaOf(precision, number),
    num_rows: BigInt(rows),
    row_groups: rowGroups,
    metadata_length: 0
  })
  writer.appendBytes(MAGIC)
  const bytes = writer.getBytes()
  if (groups.length === 0) typeEmptyRowGroups(bytes)
  return bytes
}

/** Bytes of the columns whose size depends on the number of rows alone. */
function sizesOf(rows: number, length: number, precision: Precision): { clusters: number; vectors: number } {
  const clusters = total(
    clusterPage({ firstRow: 0, uids: [], clusters: new Int32Array(rows), vectors: new Float32Array() })
  )
  const step = pageRows(length)
  const pageBytes = (count: number): number =>
    count === 0 ? 0 : total(vectorPage(new Uint8Array(count * length * VALUE_BYTES[precision]), count * length, length))
  return { clusters, vectors: Math.floor(rows / step) * pageBytes(step) + pageBytes(rows % step) }
}

function column(path: string[], type: ParquetType, values: number, offset: number, bytes: number) {
  return {
    file_offset: BigInt(offset),
    meta_data: {
      type,
      encodings: ['PLAIN' as const, 'RLE' as const],
      path_in_schema: path,
      codec: 'UNCOMPRESSED' as const,
      num_values: BigInt(values),
      total_uncompressed_size: BigInt(bytes),
      total_compressed_size: BigInt(bytes),
      data_page_offset: BigInt(offset)
    }
  }
}

function total(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0)
}

function bytesOf(numbers: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
