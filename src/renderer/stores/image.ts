import { defineStore } from 'pinia'
import { computed, effectScope, markRaw, ref, shallowRef, watch } from 'vue'
import type { CorrectedValue, ElementList } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { fetchFrame } from '../views/image/viewer/fetch-frame.ts'
import { FrameCache } from '../views/image/viewer/frame-cache.ts'
import { linkedPlace } from '../views/image/viewer/link.ts'
import type { Window } from '../views/image/viewer/voi.ts'
import { useApp } from './app.ts'
import { type ImagePane, imagePane } from './image-pane.ts'
import { usePreferences } from './preferences.ts'
import { keepFresh } from './refresh.ts'

/** The tags wait until somebody stays with an image. */
const SETTLED_MILLISECONDS = 150

/** Images beside each other: one, two, or two rows of two. */
type PaneCount = 1 | 2 | 4

/** The images that are looked at, beside each other; one of them has the keys, the tools and the address. */
export const useImage = defineStore('image', () => {
  const app = useApp()
  const preferences = usePreferences()
  const cache = markRaw(new FrameCache(fetchFrame))
  const scopes = new Map<ImagePane, () => void>()
  const panes = shallowRef<readonly ImagePane[]>([newPane()])
  const activePlace = ref(0)
  const active = computed<ImagePane>(() => panes.value[activePlace.value])
  const instance = computed(() => active.value.instance)
  const elements = remote<ElementList>((signal) => ask('images.elements', { instance: instance.value! }, signal))
  /** What people corrected about it. */
  const corrected = remote<CorrectedValue[]>((signal) =>
    ask('corrections.ofImage', { instance: instance.value! }, signal)
  )
  keepFresh([corrected], { jobs: [], made: ['corrections'] })
  /** Whether overlay planes are shown, of any image. */
  const hasOverlay = ref(true)
  /** Whether windows, places and zoom of all panes go together. */
  const isLinked = ref(true)

  watch(
    () => app.catalogue,
    () => close()
  )

  // The tags are those of the image that has the keys.
  let settle: ReturnType<typeof setTimeout> | undefined
  watch(
    instance,
    (now) => {
      clearTimeout(settle)
      corrected.clear()
      if (now === null) return elements.clear()
      void corrected.load()
      if (elements.data.value !== null && active.value.series.includes(now)) {
        settle = setTimeout(() => void elements.load(), SETTLED_MILLISECONDS)
        return
      }
      elements.clear()
      void elements.load()
    },
    { flush: 'sync' }
  )
  watch(
    () => [isLinked.value && panes.value.length > 1, ...panes.value.map(({ series }) => series)] as const,
    ([isWanted]) => {
      if (!isWanted) return
      for (const pane of panes.value) {
        if (pane.instance !== null && pane.geometry.data === null && !pane.geometry.busy) void pane.geometry.load()
      }
    }
  )

  // Where a series begins is known when it has been told.
  watch(() => panes.value.map(({ series }) => series.length > 0).join(), relink)

  function newPane(): ImagePane {
    const scope = effectScope(true)
    const pane = scope.run(() => imagePane(cache, () => preferences.ownWindows))!
    scopes.set(pane, () => scope.stop())
    return pane
  }

  function close(): void {
    show(1)
    active.value.close()
    cache.clear()
    elements.clear()
    corrected.clear()
  }

  /** Shows an image in the pane that has the keys. */
  function open(wanted: number, frame: number | 'middle' = 'middle'): void {
    active.value.open(wanted, frame)
  }

  /** Shows an image beside the one that is looked at, which stays. */
  function openBeside(wanted: number): void {
    if (instance.value === null) return open(wanted)
    if (panes.value.length === 1) show(2)
    panes.value[(activePlace.value + 1) % panes.value.length].open(wanted)
  }

  /** Shows so many panes; a new one begins with the image that has the keys. */
  function show(count: PaneCount): void {
    const before = panes.value
    if (count === before.length) return
    const kept = before.slice(0, count)
    // What has the keys stays.
    if (!kept.includes(active.value)) kept[0] = active.value
    const added = Array.from({ length: count - kept.length }, newPane)
    const { instance: now, number } = active.value
    const place = kept.indexOf(active.value)
    if (now !== null) for (const pane of added) pane.open(now, number)
    panes.value = [...kept, ...added]
    activePlace.value = place
    for (const pane of before) {
      if (panes.value.includes(pane)) continue
      pane.close()
      scopes.get(pane)?.()
      scopes.delete(pane)
    }
    relink()
  }

  function activate(pane: ImagePane): void {
    const place = panes.value.indexOf(pane)
    if (place >= 0) activePlace.value = place
  }

  function setLinked(to: boolean): void {
    isLinked.value = to
    relink()
  }

  /** What is in sight now belongs together. */
  function relink(): void {
    for (const pane of panes.value) pane.base = Math.max(0, pane.at)
  }

  /** Those that go where the pane goes that has the keys. */
  function others(): ImagePane[] {
    return isLinked.value ? panes.value.filter((pane) => pane !== active.value && pane.instance !== null) : []
  }

  /** Goes through the series, or the frames of a single image: the place is that of `at` of the pane. */
  function goTo(to: number): void {
    active.value.goTo(to)
    follow()
  }

  function goToFrame(to: number): void {
    active.value.goToFrame(to)
    if (active.value.isOfFrames) follow()
  }

  function follow(): void {
    const from = linkedOf(active.value)
    for (const pane of others()) if (pane.at >= 0) pane.goTo(linkedPlace(from, linkedOf(pane)))
  }

  function linkedOf({ count, at, base, geometry, isOfFrames }: ImagePane) {
    return { count, place: Math.max(0, at), base, geometry: isOfFrames ? null : geometry.data }
  }

  /** Panes whose values mean the same. */
  function alike(): ImagePane[] {
    const { modality, kind } = active.value.frame?.description ?? {}
    return others().filter(({ frame }) => frame?.description.modality === modality && frame?.description.kind === kind)
  }

  function choosePreset(name: string): void {
    for (const pane of [active.value, ...alike()]) pane.choosePreset(name)
  }

  function setWindow(to: Window): void {
    for (const pane of [active.value, ...alike()]) pane.setWindow(to)
  }

  function setInverted(to: boolean): void {
    for (const pane of [active.value, ...alike()]) pane.isInverted = to
  }

  function resetWindow(): void {
    for (const pane of [active.value, ...alike()]) pane.resetWindow()
  }

  return {
    cache,
    panes,
    active,
    activePlace,
    instance,
    elements,
    corrected,
    hasOverlay,
    isLinked,
    open,
    openBeside,
    show,
    activate,
    setLinked,
    goTo,
    choosePreset,
    setWindow,
    setInverted,
    goToFrame,
    resetWindow,
    close
  }
})
