import * as v from 'valibot'
import { joiningOfText, kindOfText, separationOfText } from '../../command-syntax.ts'
import { conditionOfText } from '../../condition-text.ts'
import { MedoidError } from '../../errors.ts'
import { record } from '../../schema.ts'

const READERS = { where: conditionOfText, kind: kindOfText, separate: separationOfText, join: joiningOfText }

/**
 * Parameters with typed conditions and changes, of which Medoid 0.1.0 kept the texts of its command line: in runs, models and
 * jobs.
 * @throws MedoidError `invalid-condition`, `invalid-override` where a text is none
 */
export function typedChoices(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const typed: Record<string, unknown> = { ...parameters }
  for (const [name, read] of Object.entries(READERS)) {
    const values = parameters[name]
    if (!Array.isArray(values)) continue
    typed[name] = values.map((value: unknown) => (typeof value === 'string' ? read(value) : value))
  }
  return typed
}

/** For a schema of documents that hold such parameters. */
export const withTypedChoices = v.pipe(
  record,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return typedChoices(dataset.value)
    } catch (error) {
      if (!(error instanceof MedoidError)) throw error
      addIssue({ message: `conditions and changes that can be read (${error.message})` })
      return NEVER
    }
  })
)
