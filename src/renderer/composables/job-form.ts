import { reactive } from 'vue'
import type { JobDescriptions, JobName } from '../../api/contract.ts'
import { useApp } from '../stores/app.ts'

type Fields<J extends JobName> = JobDescriptions[J]['parameters']

/** What the definition of a job says of each of its parameters. */
export function useFields<J extends JobName>(job: J): Fields<J> {
  // Views are shown when the host has told of its jobs.
  return useApp().state!.jobs[job].parameters as Fields<J>
}

/** What is typed into a form: what its definition begins with; null is left to the host. */
type Form<J extends JobName, N extends keyof Fields<J>> = { [K in N]: Fields<J>[K]['initial'] }

/** The fields of a job's form, and what a person says in them. @param names of its parameters */
export function useJobForm<J extends JobName, N extends keyof Fields<J> & string>(job: J, names: readonly N[]) {
  const fields = useFields(job)
  const form = reactive(Object.fromEntries(names.map((name) => [name, fields[name].initial]))) as Form<J, N>
  /** What there is to start the job with. */
  const said = () =>
    Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null)) as {
      [K in N]?: NonNullable<Form<J, N>[K]>
    }
  return { fields, form, said }
}
