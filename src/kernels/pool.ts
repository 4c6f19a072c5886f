import { WINDOWS } from './operations'

/** Max pooling of an image of a ReLU: the largest of each 2 × 2 pixels. Borders are as in `Convolution`. */
@unmanaged
export class Pool {
  kind: usize
  /** Of the pooled image. */
  rows: usize
  columns: usize
  x: usize
  xRow: usize
  y: usize
  yRow: usize
  /** Bytes of the channels of a pixel, of both. */
  channelBytes: usize
}

export function pool(p: Pool, slot: usize, from: usize, to: usize): void {
  const bytes = p.channelBytes
  for (let row = from; row < to; row++) {
    let upper = slot + p.x + row * 2 * p.xRow
    let y = slot + p.y + row * p.yRow
    for (let column: usize = 0; column < p.columns; column++) {
      const lower = upper + p.xRow
      for (let at: usize = 0; at < bytes; at += 16) {
        const above = f32x4.pmax(v128.load(upper + at), v128.load(upper + bytes + at))
        const below = f32x4.pmax(v128.load(lower + at), v128.load(lower + bytes + at))
        v128.store(y + at, f32x4.pmax(above, below))
      }
      upper += bytes * 2
      y += bytes
    }
  }
}

/**
 * Where the gradient of a max pooling goes: for each chunk of windows and each channel a list of the pixels that were the
 * maximum (the first of equals), with their gradients. Windows whose maximum the ReLU made 0 have none. So at most one
 * pixel of four is listed, and the gradients of the convolution before need a quarter of the products.
 *
 * Lists stand one after another: rows of windows, chunks in a row, channels; each has room for `WINDOWS` entries of a pixel
 * (i32 offset from the first pixel of the chunk, in bytes of an image with the strides `pixel` and `pixelRow`) and a
 * gradient (f32). Adds the sums of the gradients: they are the gradient by the bias.
 */
@unmanaged
export class Maxima {
  kind: usize
  /** Of the pooled image. */
  rows: usize
  columns: usize
  /** The image before pooling, the pooled one and its gradient. */
  x: usize
  xRow: usize
  y: usize
  dy: usize
  yRow: usize
  channelBytes: usize
  /** Strides of the image whose pixels are listed. */
  pixel: usize
  pixelRow: usize
  lists: usize
  /** How long each list is, u32. */
  counts: usize
  /** Where the gradient by the bias is in the gradients of a part. */
  bias: usize
}

const ENTRY: usize = 8

/** Bytes of a list. */
export const LIST: usize = <usize>WINDOWS * ENTRY

export function listMaxima(m: Maxima, slot: usize, gradients: usize, from: usize, to: usize): void {
  const channels = m.channelBytes / 4
  const chunks = (m.columns + <usize>WINDOWS - 1) / <usize>WINDOWS
  for (let row = from; row < to; row++) {
    for (let chunk: usize = 0; chunk < chunks; chunk++) {
      const first = chunk * <usize>WINDOWS
      const windows = min<usize>(<usize>WINDOWS, m.columns - first)
      const list = (row * chunks + chunk) * channels
      const x = slot + m.x + row * 2 * m.xRow + first * 2 * m.channelBytes
      const pooled = row * m.yRow + first * m.channelBytes
      for (let at: usize = 0; at < m.channelBytes; at += 16) {
        listChunk(
          m,
          x + at,
          slot + m.y + pooled + at,
          slot + m.dy + pooled + at,
          windows,
          slot + m.lists + (list + at / 4) * LIST,
          slot + m.counts + list * 4 + at,
          gradients + m.bias + at
        )
      }
    }
  }
}

/** Lists 4 channels of a chunk. */
function listChunk(
  m: Maxima,
  x: usize,
  y: usize,
  dy: usize,
  windows: usize,
  list: usize,
  counts: usize,
  bias: usize
): void {
  const bytes = m.channelBytes
  const right = i32x4.splat(<i32>m.pixel)
  const below = i32x4.splat(<i32>m.pixelRow)
  const belowRight = i32x4.splat(<i32>(m.pixelRow + m.pixel))
  const zero = f32x4.splat(0)
  let pixel = i32x4.splat(0)
  let sum = v128.load(bias)
  let list0 = list
  let list1 = list + LIST
  let list2 = list + LIST * 2
  let list3 = list + LIST * 3
  for (let window: usize = 0; window < windows; window++) {
    const largest = v128.load(y)
    const gradient = v128.and(v128.load(dy), f32x4.gt(largest, zero))
    sum = f32x4.add(sum, gradient)
    let at = v128.bitselect(below, belowRight, f32x4.eq(v128.load(x + m.xRow), largest))
    at = v128.bitselect(right, at, f32x4.eq(v128.load(x + bytes), largest))
    at = v128.andnot(at, f32x4.eq(v128.load(x), largest))
    at = i32x4.add(at, pixel)
    // Each is written; only what has a gradient stays.
    const there = i32x4.bitmask(f32x4.ne(gradient, zero))
    store<i32>(list0, i32x4.extract_lane(at, 0))
    store<f32>(list0, f32x4.extract_lane(gradient, 0), 4)
    store<i32>(list1, i32x4.extract_lane(at, 1))
    store<f32>(list1, f32x4.extract_lane(gradient, 1), 4)
    store<i32>(list2, i32x4.extract_lane(at, 2))
    store<f32>(list2, f32x4.extract_lane(gradient, 2), 4)
    store<i32>(list3, i32x4.extract_lane(at, 3))
    store<f32>(list3, f32x4.extract_lane(gradient, 3), 4)
    list0 += <usize>(there & 1) * ENTRY
    list1 += <usize>((there >> 1) & 1) * ENTRY
    list2 += <usize>((there >> 2) & 1) * ENTRY
    list3 += <usize>((there >> 3) & 1) * ENTRY
    pixel = i32x4.add(pixel, i32x4.splat(<i32>(m.pixel * 2)))
    x += bytes * 2
    y += bytes
    dy += bytes
  }
  v128.store(bias, sum)
  store<u32>(counts, <u32>((list0 - list) / ENTRY))
  store<u32>(counts, <u32>((list1 - list - LIST) / ENTRY), 4)
  store<u32>(counts, <u32>((list2 - list - LIST * 2) / ENTRY), 8)
  store<u32>(counts, <u32>((list3 - list - LIST * 3) / ENTRY), 12)
}
