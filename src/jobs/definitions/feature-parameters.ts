import * as v from 'valibot'
import { MOST_WEIGHT, readings as changes, tagWeight } from '../../core/conditions.ts'
import { DEFAULT_TAGS } from '../../core/features/default-tags.ts'
import { DEFAULT_SELECTION, SELECTION_NAMES, SELECTIONS } from '../../core/features/selections.ts'
import { METHODS, DEFAULT_METHOD } from '../../core/features/methods.ts'
import { boolean, integer, list, object, oneOf, text } from '../../core/schema.ts'
import type { Task } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { where } from './common.ts'

const names = v.optional(list(text({ max: 1000 }), 5000), [])

/** How tags are read. */
const readings = {
  kind: parameter(changes.kind, {
    label: 'Kind',
    help: 'how a tag is read, e.g. SliceThickness=nominal or ManufacturerModelName=numeric; repeatable',
    placeholder: 'tag=kind',
    syntax: 'kinds'
  }),
  separate: parameter(changes.separate, {
    label: 'Separate',
    help: 'a spelling that is not taken as one with similar ones, e.g. BodyPartExamined=TSPINE; repeatable',
    placeholder: 'tag=value',
    syntax: 'separations'
  }),
  join: parameter(changes.join, {
    label: 'Combine',
    help: 'values that are taken as one, e.g. BodyPartExamined=HEAD=SKULL; quote a value that holds =, as in TAG="a=b"=c; repeatable',
    placeholder: 'tag=value=value',
    syntax: 'joinings'
  })
}

/** How images, or the rows of a table, are compared. */
export const comparison = {
  method: parameter(v.optional(oneOf(...METHODS.map(({ name }) => name)), DEFAULT_METHOD), {
    label: 'Method',
    help: `${METHODS.map(({ name, help }) => `${name}: ${help}`).join('; ')}; a table is compared as in the paper by default`,
    placeholder: 'name',
    choices: Object.fromEntries(METHODS.map(({ name, label }) => [name, label]))
  }),
  weights: parameter(v.optional(list(tagWeight, 1000), []), {
    label: 'Weights',
    help: `how much a tag counts, from 0 to ${MOST_WEIGHT}, where 1 is usual, e.g. ScanOptions=0.5; repeatable`,
    option: 'weight',
    placeholder: 'tag=weight',
    syntax: 'weights'
  }),
  groupByScanner: parameter(v.optional(boolean, false), {
    label: 'Group by scanner, too',
    help: 'let manufacturer, model and what they explain count as much as other tags',
    hint: 'Manufacturer, model and what they explain count as much as other tags',
    option: 'group-by-scanner'
  })
}

/** Which images, which of their tags, and how those are read and compared. */
export const featureParameters = {
  where,
  ...comparison,
  tags: parameter(v.optional(integer(1, 10_000), DEFAULT_TAGS), {
    label: 'Maximum tags',
    unit: 'tags',
    help: 'how many tags become features'
  }),
  select: parameter(v.optional(oneOf(...SELECTION_NAMES), DEFAULT_SELECTION), {
    label: 'Choose tags by',
    help: `which tags come first: ${SELECTIONS.map(({ name, help }) => `${name}: ${help}`).join('; ')}`,
    placeholder: 'way',
    choices: Object.fromEntries(SELECTIONS.map(({ name, label }) => [name, label]))
  }),
  include: parameter(names, {
    label: 'Include',
    help: 'tags that become features whatever the rules say; commas or repeated',
    placeholder: 'tags',
    syntax: 'names'
  }),
  exclude: parameter(names, {
    label: 'Exclude',
    help: 'tags that do not; commas or repeated',
    placeholder: 'tags',
    syntax: 'names'
  }),
  ...readings
}
export const featureOptions = object(featureParameters)
export type FeatureOptions = Given<typeof featureParameters>
export type FeatureParameters = Task<typeof featureParameters>
