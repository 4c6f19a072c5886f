import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type {
  CorrectionAnswer,
  CorrectionProgress,
  Decision,
  PairCount,
  SuggestionKind,
  SuggestionRow,
  SuggestionRows,
  SuggestionRun,
  SuggestionState,
  SuggestionWhy
} from '../../api/contract.ts'
import { counted } from '../../messages/format.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useNaming } from './naming.ts'
import { keepFresh } from './refresh.ts'
import { inTurns } from './in-turn.ts'

/** Suggestions that are asked for: as many as somebody decides on before the host answers again, and more. */
const ASKED = 100

export type DecisionKind = Decision['kind']
/** What a decision is about: the image that is shown, those of its series with the same value, or all series with the same pair of values. */
export type Reach = 'image' | 'series' | 'alike'
type Pair = Pick<PairCount, 'present' | 'suggested'>

interface Done {
  row: SuggestionRow
  from: SuggestionState
}

const DONE_WORDS: Readonly<Record<DecisionKind, string>> = { accept: 'Accepted', reject: 'Rejected', skip: 'Skipped' }

/** Values that were suggested for a tag, one after the other, and what people decide about them. */
export const useTagReview = defineStore('tag-review', () => {
  const app = useApp()
  const naming = useNaming()
  const runs = remote<SuggestionRun[]>((signal) => ask('suggestions.runs', {}, signal))
  /** The tag whose suggestions are reviewed; null: the one that values were suggested for last. */
  const tag = ref<string | null>(null)
  const run = computed(() => {
    const all = runs.data.value ?? []
    return all.find(({ report }) => report.tag === tag.value) ?? all.at(0) ?? null
  })
  const kind = ref<SuggestionKind>('missing')
  const pair = shallowRef<Pair | null>(null)
  const state = ref<SuggestionState>('none')
  const reach = ref<Reach>('series')
  const page = remote<SuggestionRows>((signal) => {
    const filter = pair.value === null ? {} : { pair: pair.value }
    const given = { run: run.value!.id, kind: kind.value, ...filter, state: state.value, offset: 0, limit: ASKED }
    return ask('suggestions.page', given, signal)
  })
  const pairs = remote<PairCount[]>((signal) => ask('suggestions.pairs', { run: run.value!.id }, signal))
  const progress = remote<CorrectionProgress>((signal) =>
    ask('corrections.progress', { tag: run.value!.report.tag }, signal)
  )
  const why = remote<SuggestionWhy>((signal) =>
    ask('suggestions.why', { run: run.value!.id, kind: row.value!.kind, place: row.value!.place }, signal)
  )
  keepFresh([runs], { jobs: ['suggest', 'scan', 'remove-source'] })
  keepFresh([page, progress], { jobs: ['scan', 'remove-source'], made: ['corrections', 'mappings'] })
  keepFresh([why], { jobs: ['cluster', 'assign'], made: ['corrections', 'mappings'] })

  /** Suggestions that were decided about, which the page may still have. */
  const gone = shallowRef<ReadonlySet<string>>(new Set())
  const rows = computed(() => (page.data.value?.rows ?? []).filter((each) => !gone.value.has(keyOf(each))))
  /** The suggestion that keys are about; null: none. */
  const row = shallowRef<SuggestionRow | null>(null)
  /** Its place among those that are left, or where it was. */
  const place = ref(0)
  /** What was done last. */
  const told = ref('')
  const { waiting, isBusy, inTurn } = inTurns()
  const canUndo = computed(() => (progress.data.value?.undo ?? null) !== null)
  const canRedo = computed(() => (progress.data.value?.redo ?? null) !== null)
  /** By the entry of the history, for undo to lead back to it. */
  const done = new Map<number, Done>()

  watch(
    () => app.catalogue,
    () => {
      tag.value = null
      told.value = ''
      done.clear()
    }
  )
  watch(
    () => run.value?.id,
    () => {
      pair.value = null
      state.value = 'none'
      done.clear()
      pairs.clear()
      progress.clear()
      const counts = run.value?.report.counts
      kind.value = counts === undefined || counts.missing > 0 || counts.wrong === 0 ? 'missing' : 'wrong'
      if (run.value === null) return
      void pairs.load()
      void progress.load()
    },
    { immediate: true }
  )
  watch(
    () => [run.value?.id, kind.value, pair.value, state.value],
    () => {
      page.clear()
      gone.value = new Set()
      row.value = null
      place.value = 0
      if (run.value !== null) void page.load()
    },
    { immediate: true }
  )
  // The image that somebody looks at stays until they decide about it or go on.
  watch(
    rows,
    (now) => {
      const found = now.findIndex((each) => row.value !== null && keyOf(each) === keyOf(row.value))
      place.value = found >= 0 ? found : Math.max(0, Math.min(place.value, now.length - 1))
      row.value = now[place.value] ?? null
    },
    { flush: 'sync' }
  )
  watch(
    () => row.value && `${run.value?.id} ${keyOf(row.value)}`,
    () => why.clear()
  )
  // Decisions come first: why takes longer, and they would wait for it.
  watch([row, isBusy], ([about, busy]) => {
    if (about !== null && !busy && why.data.value === null) void why.load()
  })

  /** Whether a decision changes anything about what is shown: what is decided is not skipped. */
  function canDecide(decision: DecisionKind): boolean {
    return row.value !== null && decision !== state.value && (decision !== 'skip' || state.value === 'none')
  }

  /** What the host says after all that was asked of it counts. */
  async function refresh(): Promise<void> {
    await page.load()
    if (waiting.value <= 1 && page.error.value === null) gone.value = new Set()
  }

  async function follows(): Promise<{ follows?: number; author?: string }> {
    if (progress.data.value === null) await progress.load()
    const now = progress.data.value
    return {
      ...(now === null ? {} : { follows: now.last }),
      ...(naming.author === '' ? {} : { author: naming.author })
    }
  }

  function take(answer: CorrectionAnswer): void {
    progress.leave()
    progress.data.value = answer.progress
  }

  /** Decides about what keys are about, and goes on. @throws HostError: it is there again then */
  async function decide(decision: DecisionKind): Promise<void> {
    const about = row.value
    const of = run.value
    if (about === null || of === null || !canDecide(decision)) return
    const [by, from] = [reach.value, state.value]
    const hidden = (by === 'alike' ? rows.value.filter((each) => isAlike(each, about)) : [about]).map(keyOf)
    gone.value = new Set([...gone.value, ...hidden])
    // What is about many images at once is chosen anew each time.
    if (by === 'alike') reach.value = 'series'
    await inTurn(async () => {
      try {
        const images = await decideAbout(of, about, decision, by, from)
        told.value =
          images === 0
            ? 'No image has this value any more. Suggest values again.'
            : `${DONE_WORDS[decision]}: ${pairWords(about)} for ${counted(images, 'images')}.`
        await refresh()
      } catch (problem) {
        gone.value = new Set([...gone.value].filter((each) => !hidden.includes(each)))
        row.value = about
        // Somebody else may have decided meanwhile.
        void progress.load()
        throw problem
      }
    })
  }

  /** @returns images that it is about */
  async function decideAbout(
    of: SuggestionRun,
    about: SuggestionRow,
    decision: DecisionKind,
    by: Reach,
    from: SuggestionState
  ): Promise<number> {
    const { kind, place, present, suggested, probability, instance } = about
    const send = async (instances: number[]): Promise<void> => {
      const answer = await ask('corrections.decide', {
        tag: of.report.tag,
        kind: decision,
        value: suggested,
        scope: by === 'image' ? 'image' : 'alike',
        instances,
        from: { by: 'suggestion', name: String(of.id), probability: by === 'alike' ? null : probability },
        ...(await follows())
      })
      take(answer)
      done.set(answer.entry, { row: about, from })
    }
    if (by === 'image') {
      await send([instance])
      return 1
    }
    const which = by === 'series' ? { places: [place] } : { pair: { present, suggested } }
    let images = 0
    // Those that were decided about are not among the next ones.
    for (;;) {
      const { instances, total } = await ask('suggestions.images', { run: of.id, kind, ...which, state: from })
      if (instances.length > 0) await send(instances)
      images += instances.length
      if (instances.length === total) return images
    }
  }

  /** Takes back the last decision about the tag, whoever made it, or makes it again. @throws HostError */
  function step(way: 'undo' | 'redo'): Promise<void> {
    return inTurn(async () => {
      const of = run.value
      if (of === null) return
      if (!(way === 'undo' ? canUndo : canRedo).value) {
        told.value = `Nothing to ${way}.`
        return
      }
      const entry = progress.data.value![way]!
      const answer = await ask(`corrections.${way}`, { tag: of.report.tag, ...(await follows()) })
      take(answer)
      gone.value = new Set()
      const about = done.get(entry)
      if (way === 'undo' && about !== undefined) show(about)
      const { kind: decision, value, images } = answer.decision
      told.value = `${way === 'undo' ? 'Undone' : 'Redone'}: ${DONE_WORDS[decision].toLowerCase()} ${value || 'no value'} for ${counted(images, 'images')}.`
      await refresh()
    })
  }

  /** Leads back to a suggestion. */
  function show({ row: about, from }: Done): void {
    kind.value = about.kind
    state.value = from
    if (pair.value !== null && !isAlike({ ...about, ...pair.value }, about)) pair.value = null
    row.value = about
  }

  /** Goes on without deciding; behind the last one, to the first. */
  function go(by: 1 | -1): void {
    const { length } = rows.value
    if (length === 0) return
    place.value = (place.value + by + length) % length
    row.value = rows.value[place.value]
    told.value = ''
  }

  return {
    ...{ runs, tag, run, kind, pair, state, reach, page, pairs, progress, why },
    ...{ rows, row, place, told, isBusy, canUndo, canRedo },
    ...{ canDecide, decide, step, go }
  }
})

function keyOf({ kind, place }: SuggestionRow): string {
  return `${kind} ${place}`
}

function isAlike(a: SuggestionRow, b: SuggestionRow): boolean {
  return a.kind === b.kind && a.present === b.present && a.suggested === b.suggested
}

/** A value, or none, and the one that is suggested for it. */
export function pairWords({ present, suggested }: Pair): string {
  return `${present ?? 'no value'} → ${suggested}`
}
