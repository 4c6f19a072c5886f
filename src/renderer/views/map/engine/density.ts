import type { MapCamera, MapViewport } from './camera.ts'
import { BELOW, type Painter, sharpness } from './painter.ts'
import type { Points } from './points.ts'

/** Shades of a colour: the more points at a pixel, the stronger. */
const SHADES = 16
/** Drawn around what is in sight, as a share of it on each side, when the map is moved: the next moves only shift the picture. */
const AROUND = 0.25
/** Pixels of a picture at most, with what is around. */
const MOST = 9e6
/** Points drawn as discs, together, may take so many pixels. */
const MOST_DISCS = 6e6

/** What of the map a picture shows. */
interface Picture {
  canvas: HTMLCanvasElement
  /** Units at its upper left corner. */
  left: number
  top: number
  /** Pixels of a unit. */
  scale: number
  diameter: number
}

/**
 * Counts points pixel by pixel on the processor: much faster than a graphics card that is simulated. A picture is kept with something
 * around it, so that moving the map without zooming draws it again only now and then.
 */
export class DensityPainter implements Painter {
  private readonly canvas: HTMLCanvasElement
  private readonly pen: CanvasRenderingContext2D
  private points: Points | null = null
  private codes: Uint8Array = new Uint8Array()
  private readonly isHidden = new Uint8Array(256)
  private readonly shades = new Uint32Array(256 * SHADES)
  /** By pixel: the code of the point on top, and how many points there are. */
  private cells = new Uint16Array()
  private image: ImageData | null = null
  private picture: Picture | null = null

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
    this.pen = canvas.getContext('2d')!
  }

  setPoints(points: Points, codes: Uint8Array): void {
    this.points = points
    this.setCodes(codes)
  }

  setCodes(codes: Uint8Array): void {
    this.codes = codes
    this.picture = null
  }

  setColours(colours: Uint8Array): void {
    for (let code = 0; code < 256; code++) {
      const [red, green, blue, alpha] = colours.subarray(4 * code, 4 * code + 4)
      this.isHidden[code] = Number(alpha === 0)
      for (let shade = 0; shade < SHADES; shade++) {
        const strength = Math.round(255 * (0.62 + 0.38 * Math.min(1, Math.log2(1 + shade) / 3)))
        this.shades[code * SHADES + shade] = (strength << 24) | (blue << 16) | (green << 8) | red
      }
    }
    this.picture = null
  }

  draw(camera: MapCamera, sight: MapViewport, diameter: number): void {
    const sharp = sharpness(sight)
    const [width, height] = [Math.round(sight.width * sharp), Math.round(sight.height * sharp)]
    const { canvas, pen } = this
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    } else pen.clearRect(0, 0, width, height)
    if (this.points === null || width === 0 || height === 0) return
    const scale = camera.scale * sharp
    const [left, top] = [camera.x - width / 2 / scale, camera.y + height / 2 / scale]
    let { picture } = this
    if (picture === null || !shows(picture, left, top, width, height, scale, diameter)) {
      // Zooming makes every picture useless at once.
      const isMoved = picture !== null && picture.scale === scale && picture.diameter === diameter
      const around = isMoved && width * height * (1 + 2 * AROUND) ** 2 <= MOST ? AROUND : 0
      const [x, y] = [Math.round(width * around), Math.round(height * around)]
      picture = this.picture = {
        canvas: picture?.canvas ?? document.createElement('canvas'),
        left: left - x / scale,
        top: top + y / scale,
        scale,
        diameter
      }
      this.paint(this.points, picture, width + 2 * x, height + 2 * y, sharp)
    }
    pen.drawImage(picture.canvas, Math.round((picture.left - left) * scale), Math.round((top - picture.top) * scale))
  }

  end(): void {
    this.picture = null
    this.image = null
    this.cells = new Uint16Array()
  }

  private paint(points: Points, picture: Picture, width: number, height: number, sharp: number): void {
    const { left, top, scale } = picture
    const disc = discOf(picture.diameter * sharp)
    // Discs at the edges reach beyond them.
    const edge = Math.ceil(picture.diameter * sharp) + 1
    const stride = width + 2 * edge
    const area = stride * (height + 2 * edge)
    if (this.cells.length < area + (area & 1)) this.cells = new Uint16Array(area + (area & 1))
    const cells = this.cells.subarray(0, area + (area & 1))
    cells.fill(0)
    const [right, bottom] = [left + width / scale, top - height / scale]
    let inSight = 0
    points.stretches(left, right, bottom, top, (from, to) => (inSight += to - from))
    const offsets = Int32Array.from(inSight * disc.length <= MOST_DISCS ? disc : [[0, 0]], ([x, y]) => y * stride + x)
    points.stretches(left, right, bottom, top, (from, to) =>
      this.count(points, from, to, picture, width, height, edge, offsets)
    )
    this.show(picture.canvas, cells, stride, edge, width, height)
  }

  /** Counts some points. */
  private count(
    { x, y }: Points,
    from: number,
    to: number,
    { left, top, scale }: Picture,
    width: number,
    height: number,
    edge: number,
    offsets: Int32Array
  ): void {
    const { cells, codes, isHidden } = this
    const stride = width + 2 * edge
    const many = offsets.length
    for (let i = from; i < to; i++) {
      const code = codes[i]
      if (isHidden[code] === 1) continue
      const column = ((x[i] - left) * scale + edge) | 0
      const row = ((top - y[i]) * scale + edge) | 0
      if (column < 1 || row < 1 || column >= width + 2 * edge - 1 || row >= height + 2 * edge - 1) continue
      const at = row * stride + column
      if (many === 1) {
        const cell = cells[at]
        const many = (cell & 255) < 255 ? (cell & 255) + 1 : 255
        // What is grey lies below.
        cells[at] = ((code >= BELOW && (cell & 255) > 0 ? cell >> 8 : code) << 8) | many
        continue
      }
      for (let k = 0; k < many; k++) {
        const pixel = at + offsets[k]
        const cell = cells[pixel]
        const many = (cell & 255) < 255 ? (cell & 255) + 1 : 255
        cells[pixel] = ((code >= BELOW && (cell & 255) > 0 ? cell >> 8 : code) << 8) | many
      }
    }
  }

  /** Makes a picture of the counts. */
  private show(
    canvas: HTMLCanvasElement,
    cells: Uint16Array,
    stride: number,
    edge: number,
    width: number,
    height: number
  ): void {
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    }
    if (this.image?.width !== width || this.image.height !== height) this.image = new ImageData(width, height)
    const pixels = new Uint32Array(this.image.data.buffer)
    pixels.fill(0)
    const { shades } = this
    for (let row = 0; row < height; row++) {
      let from = (row + edge) * stride + edge
      let to = row * width
      const end = to + width
      for (; to < end; to++, from++) {
        const cell = cells[from]
        if (cell === 0) continue
        const count = cell & 255
        pixels[to] = shades[(cell >> 8) * SHADES + (count < SHADES ? count : SHADES - 1)]
      }
    }
    canvas.getContext('2d')!.putImageData(this.image, 0, 0)
  }
}

function shows(
  picture: Picture,
  left: number,
  top: number,
  width: number,
  height: number,
  scale: number,
  diameter: number
): boolean {
  if (picture.scale !== scale || picture.diameter !== diameter) return false
  const [x, y] = [Math.round((left - picture.left) * scale), Math.round((picture.top - top) * scale)]
  return x >= 0 && y >= 0 && x + width <= picture.canvas.width && y + height <= picture.canvas.height
}

/** The pixels of a disc around one. */
function discOf(diameter: number): [x: number, y: number][] {
  const radius = diameter / 2
  const reach = Math.floor(radius)
  const pixels: [number, number][] = []
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) if (x * x + y * y <= radius * radius) pixels.push([x, y])
  return pixels
}
