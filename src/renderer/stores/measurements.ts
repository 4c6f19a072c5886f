import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { MeasurementKind } from '../views/image/viewer/measure.ts'
import {
  added,
  type MeasurementList,
  moved,
  NOTHING,
  redone,
  removed,
  undone
} from '../views/image/viewer/measurement-list.ts'
import type { Point } from '../views/image/viewer/turn.ts'
import { useApp } from './app.ts'
import type { ImagePane } from './image-pane.ts'
import { useImage } from './image.ts'

/** What a drag does: it sets the window, or it measures. */
export type MeasurementTool = 'window' | MeasurementKind

/** What was measured on which frame, while the window is open. */
export const useMeasurements = defineStore('measurements', () => {
  const app = useApp()
  const image = useImage()
  const tool = ref<MeasurementTool>('window')
  /** By image and frame. */
  const lists = shallowRef<ReadonlyMap<string, MeasurementList>>(new Map())
  /** Of the frame that has the keys. */
  const active = computed(() => of(image.active))

  watch(
    () => app.catalogue,
    () => (lists.value = new Map())
  )

  /** Of the frame that a pane shows. */
  function of(pane: ImagePane): MeasurementList {
    const key = keyOf(pane)
    return key === null ? NOTHING : (lists.value.get(key) ?? NOTHING)
  }

  /** Tells the frame, or the slide, of a pane from others; null where none is shown. */
  function keyOf({ instance, frame, slide }: ImagePane): string | null {
    if (instance === null || frame === null) return null
    return `${instance}/${slide.shown === null ? frame.description.frame : 'slide'}`
  }

  function change(pane: ImagePane, by: (list: MeasurementList) => MeasurementList): void {
    const key = keyOf(pane)
    if (key !== null) lists.value = new Map(lists.value).set(key, by(of(pane)))
  }

  return {
    tool,
    active,
    of,
    keyOf,
    add: (pane: ImagePane, kind: MeasurementKind, points: readonly Point[]) =>
      change(pane, (list) => added(list, kind, points)),
    move: (pane: ImagePane, id: number, points: readonly Point[], place: number, isStep: boolean) =>
      change(pane, (list) => moved(list, id, points, place, isStep)),
    remove: (pane: ImagePane, id: number) => change(pane, (list) => removed(list, id)),
    undo: () => change(image.active, undone),
    redo: () => change(image.active, redone)
  }
})
