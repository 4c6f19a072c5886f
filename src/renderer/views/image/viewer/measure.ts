import { count, decimal, exact } from '../../../../messages/format.ts'
import { type Calibration, calibrationAt } from './calibration.ts'
import { type Frame, unitsOf } from './frame.ts'
import { insideOf, type PixelStatistics, statisticsOf } from './region-statistics.ts'
import type { Point } from './turn.ts'

export type MeasurementKind = 'distance' | 'angle' | 'ellipse' | 'rectangle'

/** How many points each takes: ends; ends with the vertex between them; corners of the box that holds the region. */
export const POINTS: Record<MeasurementKind, number> = { distance: 2, angle: 3, ellipse: 2, rectangle: 2 }

export const KIND_WORDS: Record<MeasurementKind, string> = {
  distance: 'Distance',
  angle: 'Angle',
  ellipse: 'Ellipse',
  rectangle: 'Rectangle'
}

/** What a person drew on a frame, in pixels of the image. */
export interface Measurement {
  /** Tells it from the others of its frame, and counts them. */
  id: number
  kind: MeasurementKind
  points: readonly Point[]
}

/** What was measured: names with their values, units behind them; the first one is the one that stands beside the drawing. */
export interface Measured {
  quantities: { name: string; value: string }[]
  /** What has to be known of it; '' where nothing has. */
  note: string
}

/** Measures on a frame. Lengths and angles are those of the object where pixels are not square. */
export function measured(frame: Frame, { kind, points }: Pick<Measurement, 'kind' | 'points'>): Measured {
  const calibration = calibrationAt(frame.description, points)
  const { note } = calibration
  if (kind === 'distance') return { quantities: distance(points, calibration), note }
  if (kind === 'angle') return { quantities: [{ name: 'Angle', value: angle(points, calibration) }], note: '' }
  const found = statisticsOf(frame, insideOf(kind, points))
  return { quantities: [...values(frame, found), ...area(kind, points, calibration, found)], note }
}

function distance([from, to]: readonly Point[], { x, y }: Calibration): Measured['quantities'] {
  const [across, down] = [Math.abs(to.x - from.x) * x.size, Math.abs(to.y - from.y) * y.size]
  if (x.unit === y.unit) return [{ name: 'Length', value: withUnit(Math.hypot(across, down), x.unit) }]
  // Seconds and centimetres have no common length.
  return [
    { name: 'Across', value: withUnit(across, x.unit) },
    { name: 'Down', value: withUnit(down, y.unit) }
  ]
}

/** Between the directions from the vertex to both ends. */
function angle([from, vertex, to]: readonly Point[], { x, y }: Calibration): string {
  if (x.unit !== y.unit) return 'none: its axes have different units'
  const a = [(from.x - vertex.x) * x.size, (from.y - vertex.y) * y.size]
  const b = [(to.x - vertex.x) * x.size, (to.y - vertex.y) * y.size]
  if (Math.hypot(...a) === 0 || Math.hypot(...b) === 0) return '–'
  const turn = Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
  return `${decimal((Math.abs(turn) * 180) / Math.PI, 1)}°`
}

function values({ description }: Frame, { channels, pixels }: PixelStatistics): Measured['quantities'] {
  if (pixels === 0) return [{ name: 'Mean', value: '– (no pixel lies within)' }]
  const units = unitsOf(description)
  const all = (name: string, of: (channel: PixelStatistics['channels'][number]) => number) => ({
    name,
    value:
      channels.length === 1
        ? `${exact(Number(of(channels[0]).toPrecision(5)))}${units}`
        : channels.map((channel, i) => `${'RGB'[i]} ${exact(Number(of(channel).toPrecision(4)))}`).join('  ')
  })
  return [
    all('Mean', ({ mean }) => mean),
    all('SD', ({ sd }) => sd),
    all('Min', ({ min }) => min),
    all('Max', ({ max }) => max)
  ]
}

function area(
  kind: MeasurementKind,
  [from, to]: readonly Point[],
  { x, y }: Calibration,
  { pixels }: PixelStatistics
): Measured['quantities'] {
  const counted = { name: 'Pixels', value: count(pixels) }
  if (x.unit !== 'mm' || y.unit !== 'mm') return [counted]
  const box = Math.abs(to.x - from.x) * x.size * Math.abs(to.y - from.y) * y.size
  return [{ name: 'Area', value: withUnit(kind === 'ellipse' ? (box * Math.PI) / 4 : box, 'mm²') }, counted]
}

/** With four significant digits. */
function withUnit(value: number, unit: string): string {
  const digits = value === 0 ? 0 : Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(value))))
  return `${digits === 0 ? count(value) : decimal(value, digits)} ${unit}`
}

/** `Distance 1: length 42.1 mm (at the detector)` */
export function measurementWords({ id, kind }: Measurement, { quantities, note }: Measured): string {
  const told = quantities.map(({ name, value }) => `${name === 'SD' ? name : name.toLowerCase()} ${value}`).join(', ')
  return `${KIND_WORDS[kind]} ${id}: ${told}${note === '' ? '' : ` (${note})`}`
}
