import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import type { AppState, Arguments, JobName, Reply, ShownJob } from '../../../src/api/contract.ts'
import { Service } from '../../../src/api/service.ts'
import { parse } from '../../../src/core/schema.ts'
import { MedoidError } from '../../../src/core/errors.ts'
import { jobNamed, parametersOf, runJob } from '../../../src/jobs/definitions/index.ts'
import { sayMessage } from '../../../src/messages/message.ts'
import { WINDOW_TERMS } from '../../../src/api/window-terms.ts'
import { useApp } from '../../../src/renderer/stores/app.ts'
import { useJobs } from '../../../src/renderer/stores/jobs.ts'

/** Answers what stores ask of `window.medoid`, from a catalogue in this process, and does jobs in it. */
export class HostOfCatalogue {
  private readonly service = new Service()
  private readonly catalogue: string
  private jobs = 0

  constructor(catalogue: string) {
    this.catalogue = catalogue
  }

  async call(method: string, given: object): Promise<Reply<unknown>> {
    try {
      const answer = await (method === 'jobs.start'
        ? this.start(given as Arguments<'jobs.start'>)
        : this.service.answer(method, given, this.catalogue))
      return { ok: true, value: JSON.parse(JSON.stringify(answer)) as unknown }
    } catch (error) {
      if (!(error instanceof MedoidError)) throw error
      return { ok: false, error: { ...(error as MedoidError).data, message: error.message } }
    }
  }

  private start({ job, parameters }: { job: JobName; parameters: object }): ShownJob {
    const begun = {
      id: String(++this.jobs),
      job,
      catalogue: this.catalogue,
      parameters: { ...parameters },
      state: 'running' as const,
      created: '',
      changed: '',
      pid: null,
      progress: null,
      notes: [],
      message: '',
      outcome: null
    }
    void this.run(begun)
    return begun
  }

  private async run(begun: ShownJob): Promise<void> {
    const { job, parameters } = begun
    try {
      const given = parse(parametersOf(job), parameters, jobNamed(job).title)
      const { message } = await runJob(job, { ...given, catalogue: this.catalogue }, {})
      useJobs().hear({ ...begun, state: 'done', message: sayMessage(message, WINDOW_TERMS) })
    } catch (error) {
      useJobs().hear({ ...begun, state: 'failed', message: (error as Error).message })
    }
  }

  /** A window with this catalogue, that remembers nothing. */
  openWindow(): void {
    const pinia = createPinia()
    createApp({}).use(pinia)
    setActivePinia(pinia)
    useApp().state = { catalogue: this.catalogue, user: 'Ann' } as AppState
  }
}
