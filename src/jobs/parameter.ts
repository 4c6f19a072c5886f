import * as v from 'valibot'
import { object, parse } from '../core/schema.ts'

/** What people are told of a parameter; what it takes, its limits and its default are those of its schema. */
export interface About {
  /** Of its field in the window. */
  label: string
  /** What it counts. */
  unit?: string
  /** For `--help`. */
  help: string
  /** What its field tells besides its label. */
  hint?: string
  /** What stands for the value in `--help`, where that is not plain: `<R[.K]>`. */
  placeholder?: string
  /** Name of its option, where it is not its own. */
  option?: string
  /** Given by its place in the command, not as an option. */
  isArgument?: boolean
  /** How a list is written in the command line. */
  syntax?: Syntax
  /** The job's default, where it is more than a default of the schema: it depends on the archive, or on what is resumed. */
  usual?: string | number | readonly number[]
  /** It is the number of one of these; in a pipeline, the name of the step that makes it will do. */
  names?: 'run' | 'model' | 'evaluation'
  /** It is a file that is read: what is in it counts. */
  isInput?: true
  /** Why it is not always that. */
  usualNote?: string
  /** What a form begins with, where that is not the default. */
  suggested?: unknown
  /** Of its choices, in a list. */
  choices?: Readonly<Record<string, string>>
}

/**
 * Texts for lists: `names` with commas, `numbers` as `core/number-list.ts` has them, `conditions`, `kinds`, `weights`, `separations` and `joinings` as `core/command-syntax.ts` has them, `words` one each,
 * `pairs` as `0:1,5:9`, `arguments` by their place.
 */
export type Syntax =
  | 'names'
  | 'numbers'
  | 'conditions'
  | 'kinds'
  | 'weights'
  | 'separations'
  | 'joinings'
  | 'words'
  | 'pairs'
  | 'arguments'

/** The parameters of one job or command, by name. */
export type Parameters = Readonly<Record<string, v.GenericSchema>>

/** What a job is given: with its defaults in place. */
export type Given<P extends Parameters> = v.InferOutput<v.StrictObjectSchema<P, undefined>>

/** What a host may leave out, too: what has a default. */
export type ParameterInput<P extends Parameters> = v.InferInput<v.StrictObjectSchema<P, undefined>>

/** A parameter: needed, or left out (`v.optional`) with or without a default. */
export function parameter<S extends v.GenericSchema>(schema: S, about: About) {
  return v.pipe(schema, v.metadata({ ...about }))
}

/** What a job is given where a host says this. @throws MedoidError `invalid-arguments` */
export function withDefaults<P extends Parameters>(parameters: P, said: ParameterInput<P>): Given<P> {
  return parse<Given<P>>(object(parameters), said, 'parameters')
}

/** What a parameter takes, read from its schema. */
export interface ParameterShape {
  kind: 'number' | 'choice' | 'switch' | 'text' | 'list'
  isNeeded: boolean
  default?: unknown
  /** Of a number, or of each in a list. */
  isWhole?: boolean
  min?: number
  max?: number
  choices?: readonly string[]
  /** Of a list. */
  item?: v.GenericSchema
}

export function aboutOf(schema: v.GenericSchema): About {
  return v.getMetadata(schema) as unknown as About
}

export function shapeOf(schema: v.GenericSchema): ParameterShape {
  const { type, wrapped, default: usual } = schema as v.OptionalSchema<v.GenericSchema, unknown>
  const isNeeded = (type as string) !== 'optional'
  const taken = (isNeeded ? schema : wrapped) as v.GenericSchema & { pipe?: readonly Step[]; options?: string[] }
  const steps = stepsOf(taken)
  const common = { isNeeded, ...(isNeeded || usual === undefined ? {} : { default: usual }) }
  switch (taken.type) {
    case 'number':
      return { kind: 'number', ...common, ...limits(steps) }
    case 'picklist':
      return { kind: 'choice', ...common, choices: taken.options }
    case 'boolean':
      return { kind: 'switch', ...common }
    case 'array': {
      // What is checked of the whole list stands behind its items.
      const { item } = steps.findLast(({ type }) => type === 'array') as unknown as v.ArraySchema<
        v.GenericSchema & { pipe?: readonly Step[] },
        undefined
      >
      return { kind: 'list', ...common, item, ...(item.type === 'number' ? limits(item.pipe ?? []) : {}) }
    }
    default:
      return { kind: 'text', ...common }
  }
}

type Step = { type: string; requirement?: unknown; pipe?: readonly Step[] }

/** What a value goes through, also where one pipe is the beginning of another. */
function stepsOf({ pipe = [] }: { pipe?: readonly Step[] }): Step[] {
  return pipe.flatMap((step) => (step.pipe === undefined ? [step] : stepsOf(step)))
}

function limits(steps: readonly Step[]): Pick<ParameterShape, 'isWhole' | 'min' | 'max'> {
  const of = (type: string) => steps.find((step) => step.type === type)?.requirement as number | undefined
  return { isWhole: steps.some(({ type }) => type === 'integer'), min: of('min_value'), max: of('max_value') }
}
