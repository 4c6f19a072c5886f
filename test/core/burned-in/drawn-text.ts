import sharp from 'sharp'
import type { PixelRectangle, TextPicture } from '../../../src/core/burned-in/text-picture.ts'
import { Random } from '../../../src/core/random.ts'
import { phantomInstances } from '../../../src/phantom/archive.ts'
import { phantomFrames } from '../../../src/phantom/instance.ts'

/** Text as it is drawn: how much of each pixel it covers, 0 to 255, within the smallest rectangle around it. */
export interface Ink {
  cover: Uint8Array
  width: number
  height: number
}

export interface Drawn {
  picture: TextPicture
  kind: Kind
  /** Font size in pixels; capitals are 0.7 of it. */
  size: number
  text: string
  ink: Ink
  x: number
  y: number
}

export const KINDS = [
  'white in a corner',
  'white on anatomy',
  'grey on anatomy',
  'black on a bright field',
  'dark on anatomy',
  'turned by 90°'
] as const
export type Kind = (typeof KINDS)[number]
export const SIZES = [10, 12, 14, 16, 20, 28, 40]
const TEXTS = [
  'DOE^JANE',
  'Müller, Karl',
  '12.03.1957',
  'ID 4482913',
  'M 045Y',
  '2019-07-30 14:05',
  'KOVAČ IVAN',
  '0071 334 982'
]
const FONTS = ['DejaVu Sans', 'DejaVu Sans Mono', 'Liberation Serif', 'DejaVu Sans Condensed']

/** Text-free pictures of the phantom, one of each modality and region but ultrasound, whose pictures have text; at least 200 pixels wide. */
export function textFreePictures(count: number): TextPicture[] {
  const seen = new Set<string>()
  const pictures: TextPicture[] = []
  for (const instance of phantomInstances({ images: 40_000, seed: 5, size: 512 })) {
    const { modality, region } = instance.group
    const { columns, rows, photometric } = instance.series.style.format
    if (modality === 'US' || seen.has(modality + region) || Math.min(columns, rows) < 200) continue
    if (instance.series.context.frames > 1) continue
    seen.add(modality + region)
    const [frame] = phantomFrames(instance)
    const sorted = Float64Array.from(frame).sort()
    const from = sorted[Math.floor(sorted.length * 0.005)]
    const width = Math.max(1, sorted[Math.floor(sorted.length * 0.995)] - from)
    const pixels = Uint8Array.from(frame, (value) => {
      const shade = Math.min(255, Math.max(0, ((value - from) * 255) / width))
      return photometric === 'MONOCHROME1' ? 255 - shade : shade
    })
    pictures.push({ pixels, width: columns, height: rows, channels: 1 })
    if (pictures.length === count) break
  }
  return pictures
}

/** Each kind and size of text on one picture after the other. @param rounds how often */
export async function* drawnTexts(backgrounds: readonly TextPicture[], rounds: number): AsyncGenerator<Drawn> {
  const random = new Random(1)
  const one = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)]
  let next = 0
  for (let round = 0; round < rounds; round++) {
    for (const kind of KINDS) {
      for (const size of SIZES) {
        const background = backgrounds[next++ % backgrounds.length]
        const text = one(TEXTS)
        const upright = await inkOf(text, one(FONTS), size)
        const ink = kind === 'turned by 90°' ? turned(upright) : upright
        const { width, height } = background
        if (ink.width > width - 12 || ink.height > height - 12) continue
        const isCentred = kind.endsWith('anatomy')
        const place = (side: number, length: number): number =>
          isCentred
            ? Math.round((side - length) * (0.4 + 0.2 * random.next()))
            : random.next() < 0.5
              ? 6
              : side - length - 6
        const [x, y] = [place(width, ink.width), place(height, ink.height)]
        yield { picture: drawn(background, ink, x, y, kind), kind, size, text, ink, x, y }
      }
    }
  }
}

/** How much of the ink, in pixels, regions cover: from 0 to 1. */
export function coveredShare(
  { ink, x, y }: Pick<Drawn, 'ink' | 'x' | 'y'>,
  regions: readonly PixelRectangle[]
): number {
  let [all, covered] = [0, 0]
  ink.cover.forEach((cover, i) => {
    if (cover <= 100) return
    const [px, py] = [x + (i % ink.width), y + Math.floor(i / ink.width)]
    all++
    if (regions.some((r) => px >= r.x && px < r.x + r.width && py >= r.y && py < r.y + r.height)) covered++
  })
  return covered / all
}

/** @returns a picture of its own with the text in it, in a shade that stands out where it lies */
export function drawn(background: TextPicture, ink: Ink, x: number, y: number, kind: Kind): TextPicture {
  const { width, height, channels } = background
  const pixels = Uint8Array.from(background.pixels)
  if (kind === 'black on a bright field') {
    for (let row = Math.max(0, y - 4); row < Math.min(height, y + ink.height + 4); row++) {
      pixels.fill(220, (row * width + x - 4) * channels, (row * width + x + ink.width + 4) * channels)
    }
  }
  const mean = meanWithin(pixels, background, { x, y, width: ink.width, height: ink.height })
  const shade = shadeOf(kind, mean)
  ink.cover.forEach((cover, i) => {
    const at = ((y + Math.floor(i / ink.width)) * width + x + (i % ink.width)) * channels
    for (let c = at; c < at + channels; c++) pixels[c] = Math.round(pixels[c] + ((shade - pixels[c]) * cover) / 255)
  })
  return { ...background, pixels }
}

function shadeOf(kind: Kind, mean: number): number {
  if (kind === 'black on a bright field') return 0
  if (kind === 'grey on anatomy') return mean > 140 ? mean - 80 : mean + 80
  if (kind === 'dark on anatomy') return mean < 90 ? mean + 120 : 0
  // White on white is no text that anyone could read.
  return mean > 180 ? 0 : 255
}

function meanWithin(pixels: Uint8Array, { width, channels }: TextPicture, region: PixelRectangle): number {
  let sum = 0
  for (let y = region.y; y < region.y + region.height; y++) {
    for (let x = region.x; x < region.x + region.width; x++) sum += pixels[(y * width + x) * channels]
  }
  return sum / (region.width * region.height)
}

/** Text drawn by librsvg in a font of this system, or in the one that it takes instead. */
export async function inkOf(text: string, font: string, size: number): Promise<Ink> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(size * text.length * 1.2 + 20)}" height="${size * 2}"><rect width="100%" height="100%"/><text x="5" y="${Math.round(size * 1.4)}" font-family="${font}" font-size="${size}" fill="white">${text}</text></svg>`
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  let [left, right, top, bottom] = [info.width, -1, info.height, -1]
  data.forEach((value, i) => {
    if (value <= 40) return
    const [x, y] = [i % info.width, Math.floor(i / info.width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  })
  const [width, height] = [right - left + 1, bottom - top + 1]
  const cover = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) cover[y * width + x] = data[(top + y) * info.width + left + x]
  }
  return { cover, width, height }
}

function turned({ cover, width, height }: Ink): Ink {
  const other = new Uint8Array(cover.length)
  cover.forEach((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    other[x * height + height - 1 - y] = value
  })
  return { cover: other, width: height, height: width }
}
