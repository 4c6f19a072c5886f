import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import type { SeriesRow, StudySeries } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useImage } from './image.ts'

/** Series of a study that are listed at most. */
const MOST_SERIES = 1000

/** The series of the study of the image that is looked at. */
export const useStudy = defineStore('study', () => {
  const app = useApp()
  const image = useImage()
  const series = remote<StudySeries>((signal) =>
    ask('studies.series', { filter: {}, patients: false, study: image.instance!, limit: MOST_SERIES }, signal)
  )
  /** Place in the list of the series that is looked at; −1: it is of another study. */
  const current = computed(() => series.data.value?.series.findIndex(isCurrent) ?? -1)

  watch(
    () => app.catalogue,
    () => series.clear()
  )

  function isCurrent({ series: first, middle }: SeriesRow): boolean {
    return image.active.series.includes(first) || image.active.series.includes(middle)
  }

  /** Asks for the study, unless it is that of the image that was looked at before. */
  async function need(): Promise<void> {
    if (image.instance !== null && current.value < 0) await series.load()
  }

  /** Shows the image in the middle of the series that is so many on; at the ends nothing. */
  async function step(by: number): Promise<void> {
    await need()
    const to = series.data.value?.series[current.value + by]
    if (current.value >= 0 && to !== undefined) image.open(to.middle)
  }

  return { series, current, need, step }
})
