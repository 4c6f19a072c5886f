/**
 * Finding text that is burned into pixels: text drawn at known places into pictures of the phantom that have none, found by Medoid and, where
 * it is installed, by Tesseract.
 */
import { spawnSync } from 'node:child_process'
import sharp from 'sharp'
import { MARGIN } from '../src/core/burned-in/mask-text.ts'
import { openTextDetector } from '../src/core/burned-in/text-detector.ts'
import type { PixelRectangle, TextPicture } from '../src/core/burned-in/text-picture.ts'
import {
  coveredShare,
  type Drawn,
  drawnTexts,
  KINDS,
  SIZES,
  textFreePictures
} from '../test/core/burned-in/drawn-text.ts'
import type { Figure } from './figure.ts'

const PICTURES = 24
const ROUNDS = Number(process.env.MEDOID_BENCH_ROUNDS ?? 4)
/** Of the ink of a text: what is left cannot be read. */
const COVERED = 0.95
/** Per cent. */
const TARGET = 90

type Find = (picture: TextPicture) => Promise<PixelRectangle[]>

export async function benchBurnedIn(): Promise<Figure[]> {
  const detector = await openTextDetector()
  const ours = await measure((picture) => detector.findText(picture))
  await detector.close()
  const theirs = spawnSync('tesseract', ['--version']).status === 0 ? await measure(withTesseract) : null
  const beside = (value: (measured: Measured) => number): Partial<Figure> =>
    theirs === null ? {} : { peer: 'Tesseract', peerValue: value(theirs) }
  const row = (name: string, of: (drawn: Drawn) => boolean): Figure => ({
    name: `text found, ${name}`,
    value: recall(ours, of),
    unit: '%',
    ...beside((measured) => recall(measured, of))
  })
  const all = row('all', () => true)
  return [
    { ...all, target: `≥ ${TARGET} %`, holds: all.value >= TARGET },
    ...KINDS.map((kind) => row(kind, (drawn) => drawn.kind === kind)),
    ...SIZES.map((size) => row(`${size} pixels`, (drawn) => drawn.size === size)),
    {
      name: 'area masked of pictures without text',
      value: ours.masked,
      unit: '%',
      ...beside(({ masked }) => masked)
    },
    { name: 'processor time a picture of 512 × 512', value: ours.seconds, unit: 's' }
  ]
}

interface Measured {
  found: { drawn: Drawn; isFound: boolean }[]
  /** Mean share of the area of pictures without text in which text was found, in per cent. */
  masked: number
  /** Of processor time a picture. */
  seconds: number
}

async function measure(find: Find): Promise<Measured> {
  const backgrounds = textFreePictures(PICTURES)
  const found: Measured['found'] = []
  let masked = 0
  const before = process.cpuUsage()
  for await (const drawn of drawnTexts(backgrounds, ROUNDS)) {
    const regions = grown(await find(drawn.picture))
    found.push({ drawn, isFound: coveredShare(drawn, regions) >= COVERED })
  }
  const { user, system } = process.cpuUsage(before)
  for (const picture of backgrounds) masked += (100 * areaOf(picture, grown(await find(picture)))) / backgrounds.length
  return { found, masked, seconds: (user + system) / 1e6 / found.length }
}

/** In per cent. */
function recall({ found }: Measured, of: (drawn: Drawn) => boolean): number {
  const asked = found.filter(({ drawn }) => of(drawn))
  return (100 * asked.filter(({ isFound }) => isFound).length) / asked.length
}

function grown(regions: readonly PixelRectangle[]): PixelRectangle[] {
  return regions.map(({ x, y, width, height }) => ({
    x: x - MARGIN,
    y: y - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN
  }))
}

/** Share of the picture that regions cover. */
function areaOf({ width, height }: TextPicture, regions: readonly PixelRectangle[]): number {
  const covered = new Uint8Array(width * height)
  for (const region of regions) {
    const [left, right] = [Math.max(0, region.x), Math.min(width, region.x + region.width)]
    for (let y = Math.max(0, region.y); y < Math.min(height, region.y + region.height); y++) {
      covered.fill(1, y * width + left, y * width + right)
    }
  }
  return covered.reduce((sum, each) => sum + each, 0) / covered.length
}

/** Words of sparse text (page segmentation mode 11), of a picture at twice its size, which finds more than at its own. */
async function withTesseract({ pixels, width, height, channels }: TextPicture): Promise<PixelRectangle[]> {
  const png = await sharp(pixels, { raw: { width, height, channels } })
    .resize(2 * width)
    .png()
    .toBuffer()
  const { stdout } = spawnSync('tesseract', ['-', '-', '--psm', '11', 'tsv'], { input: png, encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const fields = line.split('\t')
    if (fields[0] !== '5' || fields[11]?.trim() === '') return []
    const [x, y, wide, high] = fields.slice(6, 10).map((field) => Number(field) / 2)
    return [{ x, y, width: wide, height: high }]
  })
}
