import type { Measurement, MeasurementKind } from './measure.ts'
import type { Point } from './turn.ts'

type List = readonly Measurement[]

/** What was measured on a frame, and what of it can be undone. */
export interface MeasurementList {
  now: List
  past: readonly List[]
  future: readonly List[]
  /** The point that the last change moved by a step, so that the next step of it is the same change. */
  stepped: string
}

export const NOTHING: MeasurementList = { now: [], past: [], future: [], stepped: '' }

/** Changes of a frame that can be undone. */
const MOST_CHANGES = 200

export function added(to: MeasurementList, kind: MeasurementKind, points: readonly Point[]): MeasurementList {
  const id = to.now.reduce((most, each) => Math.max(most, each.id), 0) + 1
  return changed(to, [...to.now, { id, kind, points }])
}

/** @param place of the point that moved; −1: all of them @param isStep of a key, many of which make one move */
export function moved(
  list: MeasurementList,
  id: number,
  points: readonly Point[],
  place: number,
  isStep: boolean
): MeasurementList {
  const now = list.now.map((each) => (each.id === id ? { ...each, points } : each))
  return changed(list, now, isStep ? `${id} ${place}` : '')
}

export function removed(from: MeasurementList, id: number): MeasurementList {
  return changed(
    from,
    from.now.filter((each) => each.id !== id)
  )
}

/** Itself where nothing was changed. */
export function undone(list: MeasurementList): MeasurementList {
  const { now, past, future } = list
  if (past.length === 0) return list
  return { now: past.at(-1)!, past: past.slice(0, -1), future: [now, ...future], stepped: '' }
}

export function redone(list: MeasurementList): MeasurementList {
  const { now, past, future } = list
  if (future.length === 0) return list
  return { now: future[0], past: [...past, now], future: future.slice(1), stepped: '' }
}

function changed({ now: before, past, stepped: last }: MeasurementList, now: List, stepped = ''): MeasurementList {
  const isSameChange = stepped !== '' && stepped === last
  return { now, past: isSameChange ? past : [...past, before].slice(-MOST_CHANGES), future: [], stepped }
}
