import { textOfKind, textOfValues, textOfWeight } from '../../core/command-syntax.ts'
import type { Condition, KindChange, TagWeight, ValuesChange } from '../../core/conditions.ts'
import { textOfCondition } from '../../core/text-of-condition.ts'
import { commandLine } from '../../messages/command-line.ts'
import { type JobName, jobNamed } from '../definitions/index.ts'
import { aboutOf, shapeOf, type Syntax } from '../parameter.ts'

/** The command that does what a step does, as one types it. @param given what is no default */
export function typedCommand(job: JobName, given: Readonly<Record<string, unknown>>, catalogue: string): string {
  const { command, parameters } = jobNamed(job)
  const places: [string, string | null][] = []
  const options: [string, string | null][] = []
  for (const [name, schema] of Object.entries(parameters)) {
    const value = given[name]
    const { option = name, isArgument = false, syntax = 'words' } = aboutOf(schema)
    const { kind } = shapeOf(schema)
    if (value === undefined || value === null || value === false) continue
    const texts = kind === 'switch' ? [null] : kind === 'list' ? textsOf(syntax, value as unknown[]) : [plain(value)]
    for (const text of texts) {
      if (isArgument) places.push(['', text])
      else options.push([option, text])
    }
  }
  return commandLine(command, [...places, ...options, ['catalogue', catalogue]])
}

/** Values of a list as options are repeated. */
function textsOf(syntax: Syntax, values: readonly unknown[]): string[] {
  switch (syntax) {
    case 'numbers':
    case 'names':
      return values.length === 0 ? [] : [values.join(',')]
    case 'conditions':
      return (values as Condition[]).map(textOfCondition)
    case 'kinds':
      return (values as KindChange[]).map(textOfKind)
    case 'weights':
      return (values as TagWeight[]).map(textOfWeight)
    case 'separations':
    case 'joinings':
      return (values as ValuesChange[]).map(textOfValues)
    case 'pairs':
      return values.length === 0 ? [] : [(values as [number, number][]).map((pair) => pair.join(':')).join(',')]
    case 'words':
    case 'arguments':
      return values.map(plain)
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
