import { computed, ref, shallowRef, watch } from 'vue'
import type { QueueName, QueueState, ReviewReport, ReviewRow } from '../../api/contract.ts'
import { remote } from '../remote.ts'
import { inTurns } from './in-turn.ts'

/** What a host does with images that are reviewed. */
interface ReviewHost {
  load(queue: QueueName, signal: AbortSignal): Promise<ReviewReport>
  mark(row: ReviewRow, isRight: boolean): Promise<void>
  move(row: ReviewRow, to: number): Promise<void>
  reject(row: ReviewRow): Promise<void>
  /** Of the last image that was moved or rejected. @returns what that came to, in words */
  undo(): Promise<string>
  redo(): Promise<string>
}

export type ReviewDecision = 'keep' | 'move' | 'reject'

interface Done {
  decision: ReviewDecision
  queue: QueueName
  row: ReviewRow
}

/** An image is gone from its queue as soon as somebody decides on it, while the host does what they decided, one after the other. */
export function reviewQueue(host: ReviewHost) {
  const queue = ref<QueueName>('nearest')
  const report = remote<ReviewReport>((signal) => host.load(queue.value, signal))
  /** Images that were decided on, which the report may still have. */
  const decided = shallowRef<ReadonlySet<number>>(new Set())
  /** The image that keys are about; null: none. */
  const row = shallowRef<ReviewRow | null>(null)
  /** Its place among those that are left, or where it was. */
  const place = ref(0)
  /** What was done last. */
  const told = ref('')
  const { waiting, isBusy, inTurn } = inTurns()
  const done = shallowRef<readonly Done[]>([])
  const undone = shallowRef<readonly Done[]>([])
  const canUndo = computed(() => done.value.length > 0)

  /** What the host has said of this queue. */
  const known = computed(() => (report.data.value?.queue === queue.value ? report.data.value : null))
  const rows = computed(() => (known.value?.rows ?? []).filter(({ instance }) => !decided.value.has(instance)))
  /** Whether the queue still has the image. */
  const isListed = computed(() => rows.value[place.value]?.instance === row.value?.instance)
  /** With what was decided meanwhile. */
  const queues = computed<QueueState[]>(() => {
    const gone = known.value === null ? 0 : known.value.rows.length - rows.value.length
    return (report.data.value?.queues ?? []).map((each) => {
      if (each.name !== queue.value || gone === 0) return each
      const left = each.left - gone
      return { ...each, left, empty: left > 0 ? null : 'done' }
    })
  })
  const state = computed(() => queues.value.find(({ name }) => name === queue.value) ?? null)

  // The image that somebody looks at stays, whatever the queue becomes, until they decide on it or go on.
  watch(
    rows,
    (now) => {
      const found = now.findIndex(({ instance }) => instance === row.value?.instance)
      if (found >= 0) place.value = found
      else if (row.value !== null && !decided.value.has(row.value.instance)) return
      else if (place.value >= now.length) place.value = 0
      row.value = now[place.value] ?? null
    },
    { flush: 'sync' }
  )

  /** What the host says after all that was asked of it counts. */
  async function refresh(): Promise<void> {
    await report.load()
    if (waiting.value <= 1 && report.error.value === null) decided.value = new Set()
  }

  function hide(instance: number): void {
    decided.value = new Set([...decided.value, instance])
    // Of an image that the queue has no more, nobody hears.
    if (row.value?.instance === instance) row.value = rows.value[place.value] ?? rows.value[0] ?? null
  }

  function show(about: ReviewRow): void {
    row.value = about
    decided.value = new Set([...decided.value].filter((each) => each !== about.instance))
  }

  async function does({ decision, row: about }: Done): Promise<void> {
    if (decision === 'keep') await host.mark(about, true)
    else if (decision === 'move') await host.move(about, about.suggested!)
    else await host.reject(about)
  }

  /** Decides on the image that keys are about, and goes to the next. @throws what the host throws: the image is there again then */
  async function decide(decision: ReviewDecision): Promise<void> {
    const about = row.value
    if (about === null) return
    if (decision === 'move' && about.suggested === null) {
      told.value = 'There is no other cluster to move it to.'
      return
    }
    const now: Done = { decision, queue: queue.value, row: about }
    hide(about.instance)
    await inTurn(async () => {
      try {
        await does(now)
      } catch (problem) {
        show(about)
        throw problem
      }
      done.value = [...done.value, now]
      undone.value = []
      told.value = doneWords(now)
      await refresh()
    })
  }

  async function forget({ row: about }: Done): Promise<string> {
    await host.mark(about, false)
    return `Undone: nobody has decided on image ${about.instance}.`
  }

  async function keepAgain(again: Done): Promise<string> {
    await host.mark(again.row, true)
    return `Redone: image ${again.row.instance} stays in cluster ${again.row.cluster}.`
  }

  /** Takes back what was decided last, and goes to its image. @throws what the host throws */
  function undo(): Promise<void> {
    return inTurn(async () => {
      const taken = done.value.at(-1)
      if (taken === undefined) {
        told.value = 'Nothing to undo.'
        return
      }
      const words = await (taken.decision === 'keep' ? forget(taken) : host.undo())
      done.value = done.value.slice(0, -1)
      undone.value = [...undone.value, taken]
      if (queue.value !== taken.queue) toFirst()
      queue.value = taken.queue
      show(taken.row)
      told.value = words
      await refresh()
    })
  }

  /** Decides again what was taken back last. @throws what the host throws */
  function redo(): Promise<void> {
    return inTurn(async () => {
      const again = undone.value.at(-1)
      if (again === undefined) {
        told.value = 'Nothing to redo.'
        return
      }
      const words = await (again.decision === 'keep' ? keepAgain(again) : host.redo())
      undone.value = undone.value.slice(0, -1)
      done.value = [...done.value, again]
      if (queue.value !== again.queue) toFirst()
      queue.value = again.queue
      hide(again.row.instance)
      told.value = words
      await refresh()
    })
  }

  /** Goes on without deciding; behind the last image, to the first that is left. */
  function step(by: 1 | -1): void {
    const { length } = rows.value
    if (length > 0) {
      const from = isListed.value ? place.value : place.value - Number(by > 0)
      place.value = (from + by + length) % length
      row.value = rows.value[place.value]
    }
    told.value = ''
  }

  function toFirst(): void {
    row.value = null
    place.value = 0
    told.value = ''
  }

  function choose(wanted: QueueName): void {
    if (wanted === queue.value) return
    toFirst()
    queue.value = wanted
    void report.load()
  }

  /** Begins anew, with other images. */
  function reset(): void {
    toFirst()
    report.clear()
    decided.value = new Set()
    done.value = []
    undone.value = []
  }

  return {
    ...{ queue, report, known, rows, place, row, isListed, queues, state, told, isBusy, canUndo },
    ...{ decide, undo, redo, step, choose, reset }
  }
}

function doneWords({ decision, row: { instance, cluster, suggested } }: Done): string {
  if (decision === 'keep') return `Image ${instance} stays in cluster ${cluster}.`
  return decision === 'move' ? `Image ${instance} moved to cluster ${suggested}.` : `Image ${instance} rejected.`
}
