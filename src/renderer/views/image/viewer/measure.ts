import type { FrameDescription } from '../../../../api/contract.ts'
import { count, decimal, exact } from '../../../../messages/format.ts'
import { type Calibration, calibrationAt } from './calibration.ts'
import { type ViewedFrame, unitsOf } from './frame.ts'
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
interface MeasuredValues {
  quantities: { name: string; value: string }[]
  /** What has to be known of it; '' where nothing has. */
  note: string
}

/** A frame, or a whole slide, of which not all values are there. */
export type Measurable = Pick<ViewedFrame, 'description'> & { values: ViewedFrame['values'] | null }

const NO_VALUES = 'values are measured on single tiles'

/** Measures on a frame. Lengths and angles are those of the object where pixels are not square. */
export function measured(ground: Measurable, { kind, points }: Pick<Measurement, 'kind' | 'points'>): MeasuredValues {
  const { description, values: all } = ground
  const calibration = calibrationAt(description, points)
  const { note } = calibration
  if (kind === 'distance') return { quantities: distance(points, calibration), note }
  if (kind === 'angle') return { quantities: [{ name: 'Angle', value: angle(points, calibration) }], note: '' }
  if (all === null) {
    return {
      quantities: [area(kind, points, calibration)],
      note: [note, NO_VALUES].filter((each) => each !== '').join('; ')
    }
  }
  const found = statisticsOf({ description, values: all }, insideOf(kind, points))
  const counted = { name: 'Pixels', value: count(found.pixels) }
  const isCalibrated = calibration.x.unit === 'mm' && calibration.y.unit === 'mm'
  const sizes = isCalibrated ? [area(kind, points, calibration), counted] : [counted]
  return { quantities: [...values(description, found), ...sizes], note }
}

function distance([from, to]: readonly Point[], { x, y }: Calibration): MeasuredValues['quantities'] {
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

function values(description: FrameDescription, { channels, pixels }: PixelStatistics): MeasuredValues['quantities'] {
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

/** Of what is not calibrated, in pixels as wide as they are high. */
function area(
  kind: MeasurementKind,
  [from, to]: readonly Point[],
  { x, y }: Calibration
): MeasuredValues['quantities'][number] {
  const box = Math.abs(to.x - from.x) * x.size * Math.abs(to.y - from.y) * y.size
  const unit = x.unit === 'mm' && y.unit === 'mm' ? 'mm²' : 'px²'
  return { name: 'Area', value: withUnit(kind === 'ellipse' ? (box * Math.PI) / 4 : box, unit) }
}

/** With four significant digits. */
function withUnit(value: number, unit: string): string {
  const digits = value === 0 ? 0 : Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(value))))
  return `${digits === 0 ? count(value) : decimal(value, digits)} ${unit}`
}

/** `Distance 1: length 42.1 mm (at the detector)` */
export function measurementWords({ id, kind }: Measurement, { quantities, note }: MeasuredValues): string {
  const told = quantities.map(({ name, value }) => `${name === 'SD' ? name : name.toLowerCase()} ${value}`).join(', ')
  return `${KIND_WORDS[kind]} ${id}: ${told}${note === '' ? '' : ` (${note})`}`
}
