import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ElementList, ImagePlace } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { fetchFrame } from '../views/image/viewer/fetch-frame.ts'
import type { Frame } from '../views/image/viewer/frame.ts'
import { type Preset, presetsFor, type Voi, type Window } from '../views/image/viewer/voi.ts'
import { useApp } from './app.ts'

/** Bytes of frames that are kept: a person who scrolls back and forth waits for none of them twice. */
const KEPT_BYTES = 256 << 20
/** The image stays in sight while the next one comes: its tags wait until somebody stays. */
const SETTLED_MILLISECONDS = 150

/** The image that is looked at, among those of its series, and how it is shown. */
export const useImage = defineStore('image', () => {
  const app = useApp()
  const instance = ref<number | null>(null)
  /** From 0; `middle` until the host has said which that is. */
  const number = ref<number | 'middle'>('middle')
  const frame = shallowRef<Frame | null>(null)
  const error = ref<Error | null>(null)
  const busy = ref(false)
  const place = remote<ImagePlace>((signal) => ask('images.place', { instance: instance.value! }, signal))
  const elements = remote<ElementList>((signal) => ask('images.elements', { instance: instance.value! }, signal))

  /** The preset that was chosen by its name; null: what the file asks for first; or a window of one's own. */
  const preset = ref<string | null>(null)
  const own = ref<Window | null>(null)
  const isInverted = ref(false)
  /** Whether overlay planes are shown, of any image. */
  const hasOverlay = ref(true)

  const kept = new Map<string, Frame>()
  let current: { key: string; abort: AbortController } | null = null
  let settle: ReturnType<typeof setTimeout> | undefined

  const index = computed(() => place.data.value?.series.indexOf(instance.value!) ?? -1)
  const presets = computed(() => (frame.value === null ? [] : presetsFor(frame.value.description)))
  const chosen = computed<Preset | null>(
    () => presets.value.find(({ name }) => name === preset.value) ?? presets.value[0] ?? null
  )
  const voi = computed<Voi>(() => {
    if (own.value !== null) return { ...own.value, lut: null }
    return chosen.value ?? { center: 128, width: 256, voiFunction: 'LINEAR', lut: null }
  })

  watch(
    () => app.catalogue,
    () => close()
  )

  function close(): void {
    current?.abort.abort()
    current = null
    kept.clear()
    instance.value = null
    frame.value = null
    error.value = null
    place.clear()
    elements.clear()
    resetWindow()
  }

  /** Shows an image; within a series the window stays as it was set. */
  function open(wanted: number, wantedFrame: number | 'middle' = 'middle'): void {
    const isOther = wanted !== instance.value
    if (isOther) {
      const isSibling = place.data.value?.series.includes(wanted) ?? false
      instance.value = wanted
      if (!isSibling) {
        place.clear()
        frame.value = null
        error.value = null
        resetWindow()
      }
      clearTimeout(settle)
      if (elements.data.value === null || !isSibling) {
        elements.clear()
        void place.load()
        void elements.load()
      } else {
        settle = setTimeout(() => void Promise.all([place.load(), elements.load()]), SETTLED_MILLISECONDS)
      }
    }
    number.value = wantedFrame
    void load()
  }

  /** What is asked for last is what counts: frames that were passed over are given up. */
  async function load(): Promise<void> {
    const [wanted, wantedFrame] = [instance.value!, number.value]
    const key = `${wanted}/${wantedFrame}`
    if (current?.key === key) return
    current?.abort.abort()
    const mine = (current = { key, abort: new AbortController() })
    busy.value = true
    try {
      const found = kept.get(key) ?? keep(key, await fetchFrame(wanted, wantedFrame, mine.abort.signal))
      if (current !== mine) return
      frame.value = found
      error.value = null
      number.value = found.description.frame
    } catch (problem) {
      if (current !== mine) return
      frame.value = null
      error.value = problem as Error
    } finally {
      if (current === mine) {
        current = null
        busy.value = false
      }
    }
    if (error.value === null) void fetchAhead()
  }

  /** The next image is there before it is asked for. */
  async function fetchAhead(): Promise<void> {
    const next = place.data.value?.series[index.value + 1]
    const key = `${next}/middle`
    if (next === undefined || kept.has(key) || current !== null) return
    try {
      keep(key, await fetchFrame(next, 'middle', new AbortController().signal))
    } catch {
      // Whoever goes there is told.
    }
  }

  function keep(key: string, found: Frame): Frame {
    kept.set(key, found)
    let bytes = 0
    for (const { values } of kept.values()) bytes += values.byteLength
    for (const [oldest, { values }] of kept) {
      if (bytes <= KEPT_BYTES || oldest === key) break
      kept.delete(oldest)
      bytes -= values.byteLength
    }
    return found
  }

  function choosePreset(name: string): void {
    preset.value = name
    own.value = null
  }

  function setWindow(to: Window): void {
    own.value = to
  }

  function resetWindow(): void {
    preset.value = null
    own.value = null
    isInverted.value = false
  }

  return {
    instance,
    number,
    frame,
    error,
    busy,
    place,
    elements,
    index,
    preset,
    own,
    presets,
    chosen,
    voi,
    isInverted,
    hasOverlay,
    open,
    load,
    close,
    choosePreset,
    setWindow,
    resetWindow
  }
})
