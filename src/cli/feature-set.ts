import type { Command } from 'commander'
import type { CommandDefinition, Task } from '../jobs/definition.ts'
import { beginWith } from '../jobs/feature-sets.ts'
import type { Parameters } from '../jobs/parameter.ts'
import { sayMessage } from '../messages/message.ts'
import { amongGiven, given } from './options.ts'
import { SHELL_TERMS } from './terms.ts'

/**
 * As `given`, for commands that choose features: with `--set NAME` or `--run R`, what is not given is that of the set or the run.
 * @throws MedoidError `unknown-feature-set`, `unknown-run`
 */
export async function givenOrOfSet<P extends Parameters>(
  command: Command,
  definition: CommandDefinition<P>,
  source: { set?: string; run?: string } = command.optsWithGlobals<{ set?: string }>()
): Promise<Task<P>> {
  const { set, run, ...asked } = given(command, definition) as Task<P> & { set?: string; run?: string }
  if (source.set === undefined && source.run === undefined) return asked as Task<P>
  const { options, unknownTags } = await beginWith(asked.catalogue, source)
  const others = Object.fromEntries(
    Object.entries(options).filter(([name]) => {
      const parameter = definition.parameters[name]
      return parameter !== undefined && amongGiven(command, { [name]: parameter }).length === 0
    })
  )
  if (unknownTags.length > 0) {
    const note = { code: 'feature-set-left-out' as const, parameters: { tags: unknownTags } }
    process.stderr.write(`${sayMessage(note, SHELL_TERMS)}\n`)
  }
  return { ...asked, ...others } as Task<P>
}

export { begin as setOption } from '../jobs/definitions/feature-sets.ts'
