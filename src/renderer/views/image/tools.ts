import type { MeasurementTool } from '../../stores/measurements.ts'
import type { Turning } from './viewer/turn.ts'

/** A button with a picture of 16 × 16 units, drawn as lines. */
interface ToolButton<T> {
  value: T
  label: string
  key: string
  icon: string
}

export const TOOLS: readonly ToolButton<MeasurementTool>[] = [
  {
    value: 'window',
    label: 'Window and level',
    key: 'W',
    icon: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M8 2v12M10 4v8M12 6v4'
  },
  { value: 'distance', label: 'Distance', key: 'L', icon: 'M3 13L13 3M1.5 11.5l3 3M11.5 1.5l3 3' },
  { value: 'angle', label: 'Angle', key: 'A', icon: 'M13 3L2 13H14M8.5 13a5 5 0 0 0-1.6-4' },
  {
    value: 'ellipse',
    label: 'Ellipse',
    key: 'E',
    icon: 'M8 3.5c3.6 0 6.5 2 6.5 4.5s-2.9 4.5-6.5 4.500S1.5 10.5 1.5 8S4.4 3.5 8 3.5'
  },
  { value: 'rectangle', label: 'Rectangle', key: 'B', icon: 'M2 3.500H14V12.500H2Z' }
]

export const TURNINGS: readonly ToolButton<Turning>[] = [
  { value: 'left', label: 'Rotate to the left', key: 'Shift T', icon: 'M3 8a5 5 0 1 0 2-4M2 2.500l3 1.300l-1.3 3' },
  { value: 'right', label: 'Rotate to the right', key: 'T', icon: 'M13 8a5 5 0 1 1-2-4M14 2.500l-3 1.300l1.3 3' },
  { value: 'mirror', label: 'Mirror left to right', key: 'F', icon: 'M8 1.500v13M6 4L1.5 12H6ZM10 4l4.5 8H10Z' },
  { value: 'flip', label: 'Flip top to bottom', key: 'Shift F', icon: 'M1.5 8h13M4 6l8-4.500V6ZM4 10l8 4.500V10Z' }
]
