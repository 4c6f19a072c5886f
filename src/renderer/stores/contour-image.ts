import { defineStore } from 'pinia'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { fetchFrame } from '../views/image/viewer/fetch-frame.ts'
import type { ImagePlane } from '../views/image/viewer/contour-planes.ts'
import type { ViewedFrame } from '../views/image/viewer/frame.ts'

/** An image that contours lie on, and how it lies in the patient; null: nobody says. */
export interface ContourImage {
  instance: number
  frame: ViewedFrame
  plane: ImagePlane | null
}

/** The image that the contours in sight were drawn on. */
export const useContourImage = defineStore('contour-image', () => {
  let wanted = 0
  /** How the images of a series lie, by its instances. */
  const places = new Map<number, [number, number, number] | null>()

  const shown = remote(async (signal): Promise<ContourImage> => {
    const instance = wanted
    const frame = await fetchFrame(instance, 'middle', signal)
    if (!places.has(instance)) {
      const given = { instance }
      const [{ series }, { positions }] = await Promise.all([
        ask('images.place', given, signal),
        ask('images.geometry', given, signal)
      ])
      series.forEach((each, i) => places.set(each, positions[i] ?? null))
    }
    const position = places.get(instance) ?? null
    const { orientation, spacing } = frame.description
    const isPlaced = position !== null && orientation !== null && spacing !== null
    return { instance, frame, plane: isPlaced ? { position, orientation, spacing: spacing.millimetres } : null }
  })

  function show(instance: number | null): void {
    if (instance === null) return shown.clear()
    wanted = instance
    void shown.load()
  }

  function clear(): void {
    places.clear()
    shown.clear()
  }

  return { shown, show, clear }
})
