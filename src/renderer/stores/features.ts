import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, nextTick, reactive, ref, watch } from 'vue'
import type { BegunChoices, FeatureOptions, FeaturesDocument, KeptFeatures } from '../../api/contract.ts'
import { featureOptions, methodNamed, parse } from '../../api/for-windows.ts'
import { useFields } from '../composables/job-form.ts'
import { count } from '../../messages/format.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'

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
  const document = remote<FeaturesDocument>(async (signal) => {
    await ready()
    return ask('features.select', options, signal)
  })

  /** What the catalogue keeps: of every window, and of a page that is loaded again. */
  const kept = remote<KeptFeatures>((signal) => ask('features.kept', {}, signal))
  /** What last happened to the choices that nobody did in this window, in words. */
  const told = ref('')
  /** Why the catalogue does not keep what is chosen; it counts in this window nevertheless. */
  const unkept = ref<Error | null>(null)
  /** What is on its way to the catalogue, one after the other. */
  let keeping = Promise.resolve()
  let waiting = 0
  /** The options that the catalogue keeps, as far as this window knows, or is about to. */
  let current = JSON.stringify(options)

  const method = computed(() => methodNamed(options.method))
  const isChanged = computed(() => JSON.stringify(options) !== JSON.stringify(byTheRules()))

  // Tags and values of one catalogue mean nothing in another.
  watch(
    () => app.catalogue,
    (catalogue) => {
      restore(byTheRules())
      told.value = ''
      unkept.value = null
      if (catalogue !== null) void kept.load()
    },
    { immediate: true, flush: 'sync' }
  )
  watch(
    () => JSON.stringify(options),
    (now) => {
      if (now === current || app.catalogue === null) return
      current = now
      keep(JSON.parse(now) as FeatureOptions, app.catalogue)
    }
  )
  keepFresh([document], { jobs: ['scan', 'remove-source', 'pictures', 'sample'] })
  keepFresh([kept], { jobs: ['scan', 'remove-source'], made: ['features'] })
  watch(kept.data, (now, before) => {
    // What is on its way from here comes after it, and is heard of again.
    if (now === null || waiting > 0) return
    const isNews = apply(now)
    if (isNews && before !== null) told.value = 'Another window, or a command, changed the choices. Undo goes back.'
  })
  watchDebounced(options, loadIfAsked, { debounce: 250, deep: true })

  const canUndo = computed(() => kept.data.value?.canUndo ?? false)
  const canRedo = computed(() => kept.data.value?.canRedo ?? false)

  /** Only what a view has asked for is kept fresh. */
  function loadIfAsked(): void {
    const { data, error, busy } = document
    if (data.value !== null || error.value !== null || busy.value) void document.load()
  }

  /** What was kept is there, or cannot be had. */
  async function ready(): Promise<void> {
    if (kept.data.value !== null || kept.error.value !== null || app.catalogue === null) return
    await new Promise<void>((resolve) => {
      const stop = watch([kept.data, kept.error, () => app.catalogue], ([data, error, catalogue]) => {
        if (data === null && error === null && catalogue !== null) return
        stop()
        resolve()
      })
    })
    await nextTick()
  }

  /** @returns whether the options were others */
  function apply({ chosen }: KeptFeatures): boolean {
    const before = current
    restore(chosen?.options ?? byTheRules())
    if (chosen !== null) tellLeftOut(chosen)
    return current !== before
  }

  function tellLeftOut({ unknownTags, unknownConditions }: BegunChoices): void {
    const parts = [
      ...(unknownTags.length === 0 ? [] : [`tags that this catalogue does not have: ${unknownTags.join(', ')}`]),
      ...(unknownConditions.length === 0
        ? []
        : [`conditions on what it does not have: ${unknownConditions.join('; ')}`])
    ]
    if (parts.length > 0) told.value = `Left out: ${parts.join('. ')}.`
  }

  /** Each change is a step of its own. */
  function keep(chosen: FeatureOptions, catalogue: string): void {
    waiting++
    told.value = ''
    keeping = keeping.then(async () => {
      try {
        if (catalogue !== app.catalogue) return
        const { overwrote, ...now } = await ask('features.keep', {
          options: chosen,
          follows: kept.data.value?.entry ?? null
        })
        kept.data.value = now
        unkept.value = null
        if (overwrote)
          told.value = 'Another window had changed the choices; those of this one count now. Undo goes back.'
      } catch (problem) {
        unkept.value = problem as Error
      } finally {
        waiting--
      }
    })
  }

  /** Goes to the choices before the last change, or back; what is on its way comes first. @throws HostError */
  async function step(way: 'undo' | 'redo'): Promise<void> {
    await keeping
    kept.data.value = await ask('features.step', { way })
    apply(kept.data.value)
    told.value = ''
  }

  /** Begins with the choices of a set or a run. @throws HostError */
  async function begin(from: { set: number } | { run: number }): Promise<void> {
    const found = 'set' in from ? await ask('featureSets.open', { id: from.set }) : await ask('features.ofRun', from)
    Object.assign(options, found.options)
    // A change tells nothing of its own.
    await nextTick()
    tellLeftOut(found)
  }

  function restore(now: FeatureOptions): void {
    Object.assign(options, JSON.parse(JSON.stringify({ ...byTheRules(), ...now })))
    current = JSON.stringify(options)
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
    kept,
    told,
    unkept,
    ready,
    begin,
    method,
    isChanged,
    canUndo,
    canRedo,
    step,
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
