import { computed, reactive, ref, shallowRef } from 'vue'
import type { ImagePlace, SeriesGeometry } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { slidePane } from './slide-pane.ts'
import type { ViewedFrame } from '../views/image/viewer/frame.ts'
import type { FrameCache } from '../views/image/viewer/frame-cache.ts'
import type { Measurable } from '../views/image/viewer/measure.ts'
import { type OwnWindow, type WindowPreset, presetsFor } from '../views/image/viewer/presets.ts'
import { type Turn, UNTURNED } from '../views/image/viewer/turn.ts'
import type { Voi, Window } from '../views/image/viewer/voi.ts'

/** The image stays in sight while the next one comes: what is told of it waits until somebody stays. */
const SETTLED_MILLISECONDS = 150

export type ImagePane = ReturnType<typeof imagePane>

/**
 * An image that is looked at, among those of its series, and how it is shown.
 * @param ownWindows that this person saved
 */
export function imagePane(cache: FrameCache, ownWindows: () => readonly OwnWindow[]) {
  const instance = ref<number | null>(null)
  /** From 0; `middle` until the host has said which that is. */
  const number = ref<number | 'middle'>('middle')
  const frame = shallowRef<ViewedFrame | null>(null)
  const error = shallowRef<Error | null>(null)
  const busy = ref(false)
  const place = remote<ImagePlace>((signal) => ask('images.place', { instance: instance.value! }, signal))
  const geometry = remote<SeriesGeometry>((signal) => ask('images.geometry', { instance: instance.value! }, signal))

  /** The preset that was chosen by its name; null: what the file asks for first; or a window of one's own. */
  const preset = ref<string | null>(null)
  const own = shallowRef<Window | null>(null)
  const isInverted = ref(false)
  const turn = shallowRef<Turn>(UNTURNED)
  /** Place in its series, or among its frames, that belongs to that of the others where nobody knows how they lie. */
  const base = ref(0)

  let current: { key: string; abort: AbortController } | null = null
  let settle: ReturnType<typeof setTimeout> | undefined

  const index = computed(() => place.data.value?.series.indexOf(instance.value!) ?? -1)
  const series = computed(() => place.data.value?.series ?? [])
  const frames = computed(() => frame.value?.description.frames ?? 1)
  const slide = slidePane(
    () => instance.value,
    () => frame.value,
    cache
  )
  /** Of a slide its tiles tell what there is, not the one that was asked for first. */
  const described = computed<ViewedFrame | null>(() => {
    if (frame.value === null || slide.shown === null || slide.seen === null) return frame.value
    return { ...frame.value, description: { ...frame.value.description, ...slide.seen } }
  })
  /** What is measured on. */
  const ground = computed<Measurable | null>(() => {
    if (frame.value === null || slide.shown === null) return frame.value
    const { columns, rows } = slide.shown.tiling
    return { description: { ...frame.value.description, columns, rows }, values: null }
  })
  const presets = computed(() => (described.value === null ? [] : presetsFor(described.value, ownWindows())))
  const chosen = computed<WindowPreset | null>(
    () => presets.value.find(({ name }) => name === preset.value) ?? presets.value[0] ?? null
  )
  const voi = computed<Voi>(() => {
    if (own.value !== null) return { ...own.value, lut: null }
    return chosen.value ?? { center: 128, width: 256, voiFunction: 'LINEAR', lut: null }
  })
  /** What scrolling goes through: the images of the series, or where it has one only, the frames of that. */
  const isOfFrames = computed(() => series.value.length < 2 && frames.value > 1 && slide.shown === null)
  const count = computed(() => (isOfFrames.value ? frames.value : series.value.length))
  const at = computed(() => {
    if (!isOfFrames.value) return index.value
    return number.value === 'middle' ? Math.floor(frames.value / 2) : number.value
  })

  function close(): void {
    current?.abort.abort()
    current = null
    clearTimeout(settle)
    instance.value = null
    frame.value = null
    error.value = null
    place.clear()
    geometry.clear()
    slide.close()
    resetWindow()
    turn.value = UNTURNED
  }

  /** Shows an image; within a series it is shown as the one before was. */
  function open(wanted: number, wantedFrame: number | 'middle' = 'middle'): void {
    const isSibling = wanted === instance.value || series.value.includes(wanted)
    if (wanted !== instance.value) {
      instance.value = wanted
      // Whoever asks for a frame wants to see that.
      slide.isWhole = wantedFrame === 'middle'
      clearTimeout(settle)
      if (isSibling) settle = setTimeout(() => void place.load(), SETTLED_MILLISECONDS)
      else {
        place.clear()
        geometry.clear()
        frame.value = null
        error.value = null
        resetWindow()
        turn.value = UNTURNED
        void place.load()
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
      const found = await cache.get(wanted, wantedFrame, mine.abort.signal)
      if (current === mine) take(found)
    } catch (problem) {
      const other = wantedFrame === 'middle' ? await slide.whole(mine.abort.signal) : null
      if (current !== mine) return
      if (other !== null) return take(other)
      frame.value = null
      error.value = problem as Error
    } finally {
      if (current === mine) {
        current = null
        busy.value = false
      }
    }
  }

  function take(found: ViewedFrame): void {
    frame.value = found
    error.value = null
    number.value = found.description.frame
    void slide.load()
  }

  /** The next image is there before it is asked for. */
  function fetchNext(): void {
    const next = series.value[index.value + 1]
    if (next !== undefined && current === null) void cache.fetchAhead(next, 'middle')
  }

  /** Goes to an image of the series, or to a frame: the place is that of `at`. */
  function goTo(to: number): void {
    const end = Math.max(0, Math.min(count.value - 1, to))
    if (instance.value === null || at.value < 0 || end === at.value) return
    if (isOfFrames.value) open(instance.value, end)
    else open(series.value[end])
  }

  function goToFrame(to: number): void {
    if (instance.value !== null) open(instance.value, Math.max(0, Math.min(frames.value - 1, to)))
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

  return reactive({
    instance,
    number,
    frame,
    error,
    busy,
    place: reactive(place),
    geometry: reactive(geometry),
    index,
    series,
    frames,
    slide,
    ground,
    count,
    at,
    isOfFrames,
    base,
    preset,
    own,
    presets,
    chosen,
    voi,
    isInverted,
    turn,
    open,
    load,
    close,
    fetchNext,
    goTo,
    goToFrame,
    choosePreset,
    setWindow,
    resetWindow
  })
}
