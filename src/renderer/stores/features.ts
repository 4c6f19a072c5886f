import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import type { FeatureOptions, FeaturesDocument } from '../../api/contract.ts'
import { featureOptions, methodNamed, parse } from '../../api/for-windows.ts'
import { useFields } from '../composables/job-form.ts'
import { count } from '../../messages/format.ts'
import { ask } from '../host.ts'
import { keepFeatures, keptFeatures } from '../kept-features.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'

/** Steps that can be taken back. */
const STEPS = 200

/** What a person changed in how a tag is read. */
interface Change {
  kind?: 'numeric' | 'nominal'
  /** Spellings that are by themselves. */
  separate: string[]
  /** Spellings that are one. */
  join: string[][]
}

/** Which images, which of their tags, and how these are read and compared: what a person chose, and what comes of it. Clustering starts from here. */
export const useFeatures = defineStore('features', () => {
  const app = useApp()
  const { tags } = useFields('cluster')
  const byTheRules = (): Required<FeatureOptions> => {
    return { ...parse(featureOptions, { tags: tags.initial! }, 'options'), kind: [], separate: [], join: [] }
  }
  const options = reactive(byTheRules())
  const document = remote<FeaturesDocument>((signal) => ask('features.select', options, signal))

  /** Earlier options, the last one last, and those of now. */
  const earlier = ref<string[]>([])
  let current = JSON.stringify(options)
  watch(
    () => JSON.stringify(options),
    (now) => {
      if (now === current) return
      earlier.value = [...earlier.value.slice(-STEPS + 1), current]
      current = now
    }
  )
  const method = computed(() => methodNamed(options.method))
  const isChanged = computed(() => JSON.stringify(options) !== JSON.stringify(byTheRules()))

  // Tags and values of one catalogue mean nothing in another.
  watch(
    () => app.catalogue,
    (catalogue) => {
      const kept = catalogue === null ? undefined : keptFeatures(catalogue)
      restore(JSON.stringify({ ...byTheRules(), ...kept }))
      earlier.value = []
    },
    { immediate: true }
  )
  watch(
    () => JSON.stringify(options),
    () => {
      if (app.catalogue !== null) keepFeatures(app.catalogue, isChanged.value ? options : undefined)
    }
  )
  keepFresh([document], { jobs: ['scan', 'remove-source', 'pictures', 'sample'] })
  watchDebounced(options, () => void document.load(), { debounce: 250, deep: true })

  const canUndo = computed(() => earlier.value.length > 0)

  function undo(): void {
    const last = earlier.value.at(-1)
    if (last === undefined) return
    earlier.value = earlier.value.slice(0, -1)
    restore(last)
  }

  function restore(text: string): void {
    current = text
    Object.assign(options, JSON.parse(text))
  }

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

  /** By the name of the tag. */
  const changes = computed(() => {
    const found = new Map<string, Change>()
    const changeOf = (tag: string): Change => {
      const change = found.get(tag) ?? { separate: [], join: [] }
      found.set(tag, change)
      return change
    }
    for (const { tag, kind } of options.kind) changeOf(tag).kind = kind
    for (const { tag, values } of options.separate) changeOf(tag).separate.push(...values)
    for (const { tag, values } of options.join) changeOf(tag).join.push([...values])
    return found
  })

  /** What a person changed, in words; '' where the rules decide alone. */
  const changed = computed(() => {
    const all = [...changes.value.values()]
    const kinds = all.filter(({ kind }) => kind !== undefined).length
    const values = all.filter((each) => each.separate.length + each.join.length > 0).length
    const weighed = options.weights.length
    return [
      [options.exclude.length, 'left out'],
      [options.include.length, 'taken in'],
      [kinds, kinds === 1 ? 'kind changed' : 'kinds changed'],
      [values, 'with values taken together or apart'],
      [weighed, weighed === 1 ? 'weight chosen' : 'weights chosen']
    ]
      .flatMap(([n, what]) => (n === 0 ? [] : [`${count(n as number)} ${what}`]))
      .concat(options.groupByScanner && method.value.byScanner ? ['grouped by scanner, too'] : [])
      .concat(options.method === byTheRules().method ? [] : ['another method than usual'])
      .join(', ')
  })

  function change(tag: string, alter: (change: Change) => void): void {
    const now: Change = structuredClone(changes.value.get(tag) ?? { separate: [], join: [] })
    alter(now)
    const others = <T extends { tag: string }>(all: readonly T[]): T[] => all.filter((each) => each.tag !== tag)
    const { kind, separate, join } = now
    options.kind = [...others(options.kind), ...(kind === undefined ? [] : [{ tag, kind }])]
    options.separate = [...others(options.separate), ...(separate.length === 0 ? [] : [{ tag, values: separate }])]
    const joined = join.filter((values) => values.length > 1)
    options.join = [...others(options.join), ...joined.map((values) => ({ tag, values }))]
  }

  /** Numbers as codes, or codes as numbers; the kind that the rules gave where it was changed before. */
  function changeKind(name: string, from: 'numeric' | 'nominal'): void {
    change(name, (now) => {
      now.kind = now.kind !== undefined ? undefined : from === 'numeric' ? 'nominal' : 'numeric'
      // Numbers have no spellings.
      if (from === 'nominal') [now.separate, now.join] = [[], []]
    })
  }

  /** Spellings that are by themselves from now on. */
  function separate(name: string, values: readonly string[]): void {
    change(name, (now) => {
      now.separate = [...new Set([...now.separate, ...values])]
      now.join = now.join.map((list) => list.filter((value) => !values.includes(value)))
    })
  }

  /** Spellings that are one from now on. */
  function join(name: string, values: readonly string[]): void {
    change(name, (now) => {
      const touches = (list: readonly string[]): boolean => list.some((value) => values.includes(value))
      const one = [...new Set([...values, ...now.join.filter(touches).flat()])]
      now.join = [...now.join.filter((list) => !touches(list)), one]
    })
  }

  /** Reads a tag by the rules again. */
  function readByRules(name: string): void {
    change(name, (now) => Object.assign(now, { kind: undefined, separate: [], join: [] }))
  }

  /** The weights that a person chose, by the name of the tag. */
  const weights = computed(() => new Map(options.weights.map(({ tag, weight }) => [tag, weight])))

  /** @param weight null for what the method gives it */
  function weigh(name: string, weight: number | null): void {
    const others = options.weights.filter(({ tag }) => tag !== name)
    options.weights = weight === null ? others : [...others, { tag: name, weight }]
  }

  function reset(): void {
    Object.assign(options, byTheRules())
  }

  return {
    options,
    document,
    method,
    isChanged,
    canUndo,
    undo,
    include,
    exclude,
    leave,
    changes,
    changed,
    changeKind,
    separate,
    join,
    readByRules,
    weights,
    weigh,
    reset
  }
})
