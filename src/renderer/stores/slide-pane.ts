import { computed, reactive, ref, shallowRef } from 'vue'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import type { ViewedFrame } from '../views/image/viewer/frame.ts'
import type { FrameCache } from '../views/image/viewer/frame-cache.ts'
import type { Slide } from '../views/image/viewer/slide/slide-levels.ts'

/** The slide that the image of a pane is of, where its frames are tiles, and which layer of it is looked at. */
export function slidePane(instance: () => number | null, frame: () => ViewedFrame | null, cache: FrameCache) {
  /** null of an image whose frames are no tiles, or nobody knows where they lie. */
  const found = remote<{ instance: number; slide: Slide | null }>(async (signal) => {
    const wanted = { instance: instance()! }
    const [images, tiling] = await Promise.all([
      ask('images.slide', wanted, signal),
      ask('images.tiling', wanted, signal)
    ])
    return { ...wanted, slide: tiling === null ? null : { ...wanted, images, tiling } }
  })
  /** Whether a person wants to see all tiles at once. */
  const isWhole = ref(true)
  const channel = ref(0)
  const plane = ref(0)
  /** The least and the greatest value of all tiles that came. */
  const seen = shallowRef<{ min: number; max: number } | null>(null)

  const isTile = computed(() => (frame()?.description.matrix ?? null) !== null)
  const slide = computed<Slide | null>(() => {
    const { data } = found
    return isTile.value && data.value?.instance === instance() ? (data.value?.slide ?? null) : null
  })
  /** Whether there is more to see than the one frame. */
  const isMosaic = computed(() => {
    if (slide.value === null) return false
    const { tiling, images } = slide.value
    return tiling.frames > 1 || images.levels.length > 1
  })
  /** What is shown in place of a frame. */
  const shown = computed(() => (isWhole.value && isMosaic.value ? slide.value : null))
  /** Whether it may be that a slide is to be shown. */
  const isComing = computed(() => isWhole.value && isTile.value && found.busy.value)

  /** The frame of another image came. */
  async function load(): Promise<void> {
    if (!isTile.value || found.data.value?.instance === instance()) return
    await found.load()
    const tiling = found.data.value?.slide?.tiling
    channel.value = 0
    plane.value = tiling?.plane ?? 0
    seen.value = null
  }

  /** A tile that tells of a slide whose tile in the middle cannot be shown; null: there is none. */
  async function whole(signal: AbortSignal): Promise<ViewedFrame | null> {
    const wanted = instance()!
    try {
      if ((await ask('images.tiling', { instance: wanted }, signal)) === null) return null
      return await cache.get(wanted, 0, signal)
    } catch {
      // Why the one that was asked for does not come is what is told.
      return null
    }
  }

  function close(): void {
    found.clear()
    isWhole.value = true
    seen.value = null
  }

  function see(min: number, max: number): void {
    const { min: least, max: most } = seen.value ?? { min, max }
    if (seen.value === null || min < least || max > most) {
      seen.value = { min: Math.min(min, least), max: Math.max(max, most) }
    }
  }

  /** The next focal plane, or where there is only one, the next channel. */
  function step(by: number): void {
    if (shown.value === null) return
    const { planes, channels } = shown.value.tiling
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value))
    if (planes > 1) plane.value = within(plane.value + by, planes)
    else channel.value = within(channel.value + by, channels.length)
  }

  return reactive({
    found: reactive(found),
    isWhole,
    isMosaic,
    channel,
    plane,
    seen,
    shown,
    isComing,
    load,
    whole,
    close,
    see,
    step
  })
}
