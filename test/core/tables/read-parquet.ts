import { readFileSync } from 'node:fs'
import { readParquet, wasmMemory } from 'parquet-wasm'

/**
 * Reads a Parquet file with Rust's `parquet` crate: rows as plain objects. Arrow arrays are read where they lie, through
 * the Arrow C data interface on wasm32 (https://arrow.apache.org/docs/format/CDataInterface.html), for the types that
 * our tables have.
 */
export function readParquetRows(path: string): { columns: Record<string, string>; rows: Record<string, unknown>[] } {
  const stream = readParquet(readFileSync(path)).intoFFI()
  const memory = new DataView((wasmMemory() as { buffer: ArrayBuffer }).buffer)

  const columns: Record<string, string> = {}
  const fields = structs(memory, stream.schemaAddr(), 24, 32)
  for (const field of fields) columns[text(memory, field + 4)] = text(memory, field)
  const names = Object.keys(columns)

  const rows: Record<string, unknown>[] = []
  for (let batch = 0; batch < stream.numArrays(); batch++) {
    const address = stream.arrayAddr(batch)
    const cells = structs(memory, address, 32, 44).map((array, c) => values(memory, array, columns[names[c]]))
    const length = Number(memory.getBigInt64(address, true))
    for (let row = 0; row < length; row++) rows.push(Object.fromEntries(names.map((name, c) => [name, cells[c](row)])))
  }
  return { columns, rows }
}

/** The addresses of the children of an ArrowSchema or ArrowArray. */
function structs(memory: DataView, address: number, count: number, pointers: number): number[] {
  const first = memory.getUint32(address + pointers, true)
  const length = Number(memory.getBigInt64(address + count, true))
  return Array.from({ length }, (_, child) => memory.getUint32(first + 4 * child, true))
}

/** The NUL-terminated text that a pointer points to. */
function text(memory: DataView, pointer: number): string {
  const start = memory.getUint32(pointer, true)
  let end = start
  while (memory.getUint8(end) !== 0) end++
  return decode(memory, start, end)
}

function decode(memory: DataView, start: number, end: number): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    new Uint8Array(memory.buffer, start, end - start)
  )
}

/** An ArrowArray's value at a row; null where its validity bit is 0. */
function values(memory: DataView, array: number, format: string): (row: number) => unknown {
  const offset = Number(memory.getBigInt64(array + 16, true))
  const buffers = memory.getUint32(array + 40, true)
  const [validity, data, bytes] = [0, 4, 8].map((at) => memory.getUint32(buffers + at, true))
  const elements = format === '+l' ? values(memory, structs(memory, array, 32, 44)[0], 'f') : () => undefined
  const bit = (from: number, i: number): boolean => ((memory.getUint8(from + (i >> 3)) >> (i & 7)) & 1) === 1
  const value = (i: number): unknown => {
    switch (format) {
      case 'u':
        return decode(
          memory,
          bytes + memory.getInt32(data + 4 * i, true),
          bytes + memory.getInt32(data + 4 * (i + 1), true)
        )
      case 'i':
        return memory.getInt32(data + 4 * i, true)
      case 'f':
        return memory.getFloat32(data + 4 * i, true)
      case 'g':
        return memory.getFloat64(data + 8 * i, true)
      case 'b':
        return bit(data, i)
      case '+l':
        // A list; ours are of floats.
        return Array.from(
          { length: memory.getInt32(data + 4 * (i + 1), true) - memory.getInt32(data + 4 * i, true) },
          (_, at) => elements(memory.getInt32(data + 4 * i, true) + at)
        )
      default:
        throw new Error(`Arrow format ${format} is not one of ours`)
    }
  }
  return (row) => (validity !== 0 && !bit(validity, offset + row) ? null : value(offset + row))
}
