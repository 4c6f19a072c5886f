import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ColourBy, Islands, Legend, MapBy, MapFrame, MapImage, MapRow } from '../../api/contract.ts'
import { ask, askBytes } from '../host.ts'
import { unpack } from '../packed.ts'
import { remote } from '../remote.ts'
import type { MapCamera } from '../views/map/engine/camera.ts'
import { Points } from '../views/map/engine/points.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

type MapTool = 'move' | 'lasso' | 'rectangle'

/** A map as it is drawn. */
interface Drawn {
  frame: MapFrame
  points: Points
}

/** The map of the run that the window is about: its points, what they are coloured by, and its islands. */
export const useMap = defineStore('map', () => {
  const app = useApp()
  const runs = useRuns()
  const list = remote<MapRow[]>((signal) => ask('maps.list', {}, signal))
  const by = ref<MapBy>('tags')
  const colour = ref<ColourBy>('cluster')
  /** Whose values the colours are, once one was chosen. */
  const tag = ref<string | null>(null)
  const tool = ref<MapTool>('move')
  /** Codes that the legend has been told to leave out. */
  const hidden = ref<ReadonlySet<number>>(new Set())
  /** Where somebody has looked; null: at all of it. */
  const camera = shallowRef<MapCamera | null>(null)
  /** The point that somebody points at. */
  const pointed = ref<number | null>(null)

  const ofRun = computed(() => (list.data.value ?? []).filter(({ run }) => run === runs.run?.run))
  const row = computed(() => ofRun.value.find((each) => each.by === by.value) ?? null)

  const address = (what: string): string => `./map/${what}`
  const drawn = remote<Drawn>(async (signal) => {
    const { run } = row.value!
    const packed = await askBytes(address(`${run}/${by.value}/points`), signal)
    const { description, start } = unpack<MapFrame>(packed)
    const instances = new Uint32Array(packed, start, description.points)
    const places = new Uint16Array(packed, start + 4 * description.points, 2 * description.points)
    return { frame: description, points: new Points({ instances, places }) }
  })
  const colours = remote<{ legend: Legend; sent: Uint8Array }>(async (signal) => {
    const what = colour.value === 'tag' ? `tag/${encodeURIComponent(tag.value!)}` : colour.value
    const packed = await askBytes(address(`${runs.selected!}/${by.value}/${what}`), signal)
    const { description, start } = unpack<Legend>(packed)
    return { legend: description, sent: new Uint8Array(packed, start) }
  })
  const islands = remote<Islands>((signal) => ask('maps.islands', { clustering: runs.selected!, by: by.value }, signal))
  const image = remote<MapImage>((signal) =>
    ask(
      'maps.image',
      {
        clustering: runs.selected!,
        instance: pointed.value!,
        ...(colour.value === 'tag' && tag.value !== null ? { tag: tag.value } : {})
      },
      signal
    )
  )
  keepFresh([list], { jobs: ['map', 'cluster'] })
  keepFresh([drawn, colours, islands], { jobs: ['assign', 'scan', 'remove-source'], made: ['names', 'edits'] })

  /** By point, in the order of the points; null as long as colours and points are not of one map. */
  const codes = computed(() => {
    const [points, sent] = [drawn.data.value?.points, colours.data.value?.sent]
    return points === undefined || sent === undefined || points.count !== sent.length ? null : points.sorted(sent)
  })
  /** Images of the archive that the map has no place for. */
  const unplaced = computed(() => {
    const frame = drawn.data.value?.frame
    return frame === undefined ? 0 : frame.images - frame.points
  })
  /** What is drawn of the images with a place, by the legend. */
  const shown = computed(() => {
    const legend = colours.data.value?.legend
    if (legend === undefined) return 0
    const all = [...legend.entries.entries(), [254, legend.other] as const, [255, legend.none] as const]
    return all.reduce((sum, [code, { count }]) => sum + (hidden.value.has(code) ? 0 : count), 0)
  })

  /** Another map, or the same one laid out anew. */
  const version = computed(() => (row.value === null ? null : `${row.value.run} ${row.value.by} ${row.value.created}`))
  watch(version, (now) => {
    camera.value = null
    drawn.clear()
    if (now !== null) void drawn.load()
  })
  watch([version, () => runs.selected], () => {
    islands.clear()
    if (version.value !== null && runs.selected !== null) void islands.load()
  })
  watch([version, () => runs.selected, colour, tag], (now, before) => {
    hidden.value = new Set()
    pointed.value = null
    // Colours that are there stay until the others come, unless they are of another map.
    if (now[0] !== before[0]) colours.clear()
    const isKnown = colour.value !== 'tag' || tag.value !== null
    if (version.value !== null && runs.selected !== null && isKnown) void colours.load()
  })
  watch(pointed, (now) => {
    image.clear()
    if (now !== null && runs.selected !== null) void image.load()
  })
  // A run may have one kind of map and not the other.
  watch(ofRun, (now) => {
    if (row.value === null && now.length > 0) by.value = now[0].by
  })
  watch(
    () => app.catalogue,
    () => {
      if (colour.value === 'tag') colour.value = 'cluster'
      tag.value = null
    }
  )
  app.onName(({ clustering }) => {
    if (clustering !== runs.selected) return
    if (islands.data.value !== null) void islands.load()
    if (colours.data.value !== null && (colour.value === 'cluster' || colour.value === 'name')) void colours.load()
  })

  /** Shows a code, or hides it. */
  function toggle(code: number): void {
    const now = new Set(hidden.value)
    if (!now.delete(code)) now.add(code)
    hidden.value = now
  }

  /** Shows a code alone; if it is alone, all. @param codes all of them */
  function isolate(code: number, codes: readonly number[]): void {
    const others = codes.filter((each) => each !== code)
    const isAlone = !hidden.value.has(code) && others.every((each) => hidden.value.has(each))
    hidden.value = new Set(isAlone ? [] : others)
  }

  function showAll(): void {
    hidden.value = new Set()
  }

  /** A place of the map in units, see `MapFrame`. */
  function inUnits([x, y]: readonly [number, number]): { x: number; y: number } {
    const { left, bottom, unit } = drawn.data.value!.frame
    return { x: (x - left) / unit, y: (y - bottom) / unit }
  }

  /** The other way round. */
  function ofMap({ x, y }: { x: number; y: number }): [number, number] {
    const { left, bottom, unit } = drawn.data.value!.frame
    return [left + x * unit, bottom + y * unit]
  }

  return {
    list,
    by,
    colour,
    tag,
    tool,
    hidden,
    camera,
    pointed,
    ofRun,
    row,
    drawn,
    colours,
    islands,
    image,
    codes,
    unplaced,
    shown,
    toggle,
    isolate,
    showAll,
    inUnits,
    ofMap
  }
})
