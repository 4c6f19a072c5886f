import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { By, ImagePlace, OutsideFile, SimilarImages, SimilarOf, WhySimilar } from '../../api/contract.ts'
import { DEFAULT_ALPHA } from '../../api/for-windows.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** Images that are shown. */
const SHOWN = 60

/** The images that are like one of the catalogue, or like a file that a person chose; and why. */
export const useSimilar = defineStore('similar', () => {
  const app = useApp()
  const runs = useRuns()
  /** What is asked about; null: nothing yet. */
  const of = ref<SimilarOf | null>(null)
  const by = ref<By>('tags')
  /** The share of pixels where both count. */
  const weight = ref(DEFAULT_ALPHA)
  /** The place of the image that keys are about. */
  const current = ref(0)
  const run = computed(() => (runs.selected === null ? {} : { run: runs.selected }))
  const images = remote<SimilarImages>((signal) =>
    ask('similar.images', { of: of.value!, ...run.value, by: by.value, weight: weight.value, count: SHOWN }, signal)
  )
  const chosen = computed(() => images.data.value?.rows[current.value] ?? null)
  const why = remote<WhySimilar>((signal) =>
    ask('similar.why', { of: of.value!, ...run.value, other: chosen.value!.instance }, signal)
  )
  /** Of the image, or the file, that is asked about. */
  const place = remote<ImagePlace>((signal) => ask('images.place', { instance: instanceOf(of.value)! }, signal))
  const file = remote<OutsideFile>((signal) => ask('similar.file', { file: fileOf(of.value)! }, signal))
  keepFresh([images], { jobs: ['scan', 'remove-source', 'cluster', 'sample'] })

  watch(
    () => app.catalogue,
    () => show(null)
  )
  watch([by, weight, () => runs.selected], () => {
    current.value = 0
    if (of.value !== null) void images.load()
  })
  watch([chosen, images.data], ([now]) => {
    if (now === null || runs.list.data?.length === 0) why.clear()
    else void why.load()
  })

  function show(wanted: SimilarOf | null): void {
    if (JSON.stringify(wanted) === JSON.stringify(of.value)) return
    of.value = wanted
    current.value = 0
    for (const each of [images, why, place, file]) each.clear()
    if (wanted === null) return
    void images.load()
    void ('file' in wanted ? file : place).load()
  }

  return { of, by, weight, current, images, chosen, why, place, file, show }
})

function instanceOf(of: SimilarOf | null): number | null {
  return of !== null && 'instance' in of ? of.instance : null
}

function fileOf(of: SimilarOf | null): string | null {
  return of !== null && 'file' in of ? of.file : null
}
