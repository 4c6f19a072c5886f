import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type {
  Arguments,
  EvaluationDocument,
  EvaluationRow,
  ModelList,
  ModelReport,
  ModelRow,
  Reconstructions,
  RoomToEvaluate
} from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

/** How often a model that is being trained draws what it can by now. */
const DRAWN_EVERY_MILLISECONDS = 15_000

/** Autoencoders and what they were evaluated on: the lists, and the one of each that is looked at. */
export const useEvaluation = defineStore('evaluation', () => {
  const jobs = useJobs()
  const part = ref<'model' | 'evaluation' | null>(null)
  const models = remote<ModelList>((signal) => ask('models.list', {}, signal))
  const model = ref<number | null>(null)
  const report = remote<ModelReport>((signal) => ask('models.report', { model: model.value! }, signal))
  const drawn = remote<Reconstructions>((signal) => ask('models.reconstructions', { model: model.value! }, signal))
  const evaluations = remote<EvaluationRow[]>((signal) => ask('evaluations.list', {}, signal))
  const evaluation = ref<number | null>(null)
  const document = remote<EvaluationDocument>((signal) =>
    ask('evaluations.report', { evaluation: evaluation.value! }, signal)
  )
  /** What somebody is about to evaluate, and how much of it there is room for. */
  const plan = ref<Arguments<'evaluations.room'> | null>(null)
  const room = remote<RoomToEvaluate>((signal) => ask('evaluations.room', plan.value!, signal))
  keepFresh([models, report], { jobs: ['train'], whileRunning: true })
  keepFresh([room], { jobs: ['train', 'scan', 'remove-source'], made: ['edits'] })
  keepFresh([models], { jobs: ['scan', 'remove-source', 'sample'] })
  keepFresh([evaluations], { jobs: ['evaluate', 'sample'], made: ['runs'] })
  keepFresh([document], { jobs: ['assign'], made: ['edits'] })

  const trained = computed(() => models.data.value?.models.find((each) => each.model === model.value) ?? null)

  watch(models.data, (found) => {
    if (trained.value === null) model.value = found?.models[0]?.model ?? null
  })
  watch(evaluations.data, (found) => {
    if (found?.some((each) => each.evaluation === evaluation.value)) return
    evaluation.value = found?.[0]?.evaluation ?? null
  })
  watch(model, (now) => {
    report.clear()
    drawn.clear()
    if (now !== null) void Promise.all([report.load(), drawn.load()])
  })
  watch(evaluation, (now) => {
    document.clear()
    if (now !== null) void document.load()
  })
  watch(plan, (now, before) => {
    if (JSON.stringify(now) === JSON.stringify(before)) return
    room.clear()
    if (now !== null) void room.load()
  })
  const draw = useThrottleFn(() => void drawn.load(), DRAWN_EVERY_MILLISECONDS, true)
  watch(
    () => trained.value?.epochs,
    (now, before) => {
      if (before !== undefined && now !== before && drawn.data.value?.epochs !== now) void draw()
    }
  )
  // What was just begun or finished is what a person wants to see.
  jobs.onChange(({ job, state, outcome, parameters, catalogue }) => {
    if (catalogue !== useApp().catalogue) return
    if (job === 'train' && state === 'running' && typeof parameters.resume === 'string') {
      if (!followed.has(parameters.resume)) void follow(parameters.resume)
    } else if (job === 'train') followed.clear()
    if (job === 'evaluate' && state === 'done' && outcome?.evaluation !== undefined)
      evaluation.value = outcome.evaluation
  })
  const followed = new Set<string>()
  async function follow(name: string): Promise<void> {
    followed.add(name)
    await models.load()
    model.value = Number(name)
  }

  /** Goes on with a model until it has learnt for so many epochs, as if it had been asked for them at first. @throws HostError */
  async function trainOn({ model: id }: ModelRow, epochs: number): Promise<void> {
    await jobs.start({ job: 'train', parameters: { epochs, resume: String(id) } })
  }

  /** Whether a model learns now, or is about to. */
  function learns(id: number): boolean {
    return jobs.live.some(({ job, parameters }) => job === 'train' && parameters.resume === String(id))
  }

  async function load(): Promise<void> {
    // Clusters may have other names by now.
    const again = document.data.value === null ? [] : [document.load()]
    await Promise.all([models.load(), evaluations.load(), ...again])
    part.value ??= (evaluations.data.value?.length ?? 0) > 0 ? 'evaluation' : 'model'
  }

  return {
    part,
    models,
    model,
    trained,
    report,
    drawn,
    evaluations,
    evaluation,
    document,
    plan,
    room,
    trainOn,
    learns,
    load
  }
})
