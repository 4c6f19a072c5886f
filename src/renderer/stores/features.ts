import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, reactive } from 'vue'
import type { FeatureOptions, FeaturesDocument } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'

/** As in the paper. */
const DEFAULT_TAGS = 70

/** Which images and which of their tags: what a person chose, and what comes of it. Clustering starts from here. */
export const useFeatures = defineStore('features', () => {
  const options = reactive<FeatureOptions>({ where: [], tags: DEFAULT_TAGS, include: [], exclude: [] })
  const document = remote<FeaturesDocument>(() => ask('features.select', options))
  keepFresh([document], ['scan', 'remove-source', 'demo'])
  watchDebounced(options, () => void document.load(), { debounce: 250, deep: true })

  const isChanged = computed(
    () => options.where.length + options.include.length + options.exclude.length > 0 || options.tags !== DEFAULT_TAGS
  )

  function include(name: string): void {
    options.exclude = options.exclude.filter((each) => each !== name)
    if (!options.include.includes(name)) options.include.push(name)
  }

  function exclude(name: string): void {
    options.include = options.include.filter((each) => each !== name)
    if (!options.exclude.includes(name)) options.exclude.push(name)
  }

  /** Lets the rules decide again. */
  function leave(name: string): void {
    options.include = options.include.filter((each) => each !== name)
    options.exclude = options.exclude.filter((each) => each !== name)
  }

  function reset(): void {
    Object.assign(options, { where: [], tags: DEFAULT_TAGS, include: [], exclude: [] })
  }

  return { options, document, isChanged, include, exclude, leave, reset }
})
