import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import type { ImagePane } from '../../stores/image-pane.ts'
import { useMeasurements } from '../../stores/measurements.ts'
import { type MeasurementKind, POINTS } from './viewer/measure.ts'
import type { Point } from './viewer/turn.ts'

/** How far a pointer goes, in pixels of the page, before it has dragged. */
const CLICK = 4

/**
 * A measurement that is being drawn on a pane: by dragging from point to point, by clicking one after the other, or with a cursor that
 * arrow keys move and Enter sets points with.
 */
export function useDrawing(pane: () => ImagePane) {
  const measurements = useMeasurements()
  const kind = computed<MeasurementKind | null>(() => (measurements.tool === 'window' ? null : measurements.tool))
  /** The last point is the one that moves. */
  const points: Ref<readonly Point[]> = shallowRef([])
  const cursor: Ref<Point | null> = shallowRef(null)
  const pressed = ref<{ x: number; y: number } | null>(null)

  function cancel(): boolean {
    const wasDrawing = points.value.length > 0 || cursor.value !== null
    points.value = []
    cursor.value = null
    return wasDrawing
  }
  watch([kind, () => measurements.keyOf(pane())], cancel)

  /** Points lie on the image. */
  function within({ x, y }: Point): Point {
    const { columns, rows } = pane().ground!.description
    return { x: Math.max(0, Math.min(columns, x)), y: Math.max(0, Math.min(rows, y)) }
  }

  /** A point of a measurement, or with −1 all of it, moved as far as the image goes: what is moved as a whole keeps its shape. */
  function moved(all: readonly Point[], place: number, by: Point): Point[] {
    const moving = place < 0 ? all : [all[place]]
    const far = moving.map((point) => {
      const to = within({ x: point.x + by.x, y: point.y + by.y })
      return { x: to.x - point.x, y: to.y - point.y }
    })
    const least = (steps: number[]): number => steps.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a))
    const [x, y] = [least(far.map((step) => step.x)), least(far.map((step) => step.y))]
    return all.map((point, i) => (place < 0 || i === place ? { x: point.x + x, y: point.y + y } : point))
  }

  /** Sets the point that moves, and goes on with the next one, or ends. */
  function set(point: Point): void {
    const all = [...points.value.slice(0, -1), within(point)]
    if (kind.value === null) return
    if (all.length < POINTS[kind.value]) {
      points.value = [...all, within(point)]
      return
    }
    measurements.add(pane(), kind.value, all)
    points.value = []
  }

  function down(point: Point, at: { x: number; y: number }): void {
    pressed.value = at
    cursor.value = null
    if (points.value.length === 0) points.value = [within(point), within(point)]
    else set(point)
  }

  function move(point: Point): void {
    if (points.value.length > 0) points.value = [...points.value.slice(0, -1), within(point)]
  }

  function up(point: Point, at: { x: number; y: number }): void {
    const from = pressed.value
    pressed.value = null
    if (from === null || points.value.length === 0) return
    if (Math.hypot(at.x - from.x, at.y - from.y) >= CLICK) set(point)
  }

  /** Enter: the cursor comes, then sets a point. @param middle where it comes */
  function enter(middle: Point): void {
    if (cursor.value === null) cursor.value = within(middle)
    else if (points.value.length === 0) points.value = [cursor.value, cursor.value]
    else set(cursor.value)
  }

  /** @param by pixels of the image */
  function moveCursor(by: Point): void {
    if (cursor.value === null) return
    cursor.value = within({ x: cursor.value.x + by.x, y: cursor.value.y + by.y })
    move(cursor.value)
  }

  return { kind, points, cursor, moved, cancel, down, move, up, enter, moveCursor }
}
