import * as v from 'valibot'
import { DEFAULT_TAGS } from '../../core/features/default-tags.ts'
import { integer, list, object, text } from '../../core/schema.ts'
import type { Task } from '../definition.ts'
import { type Given, parameter, type Said } from '../parameter.ts'
import { where } from './common.ts'

const names = v.optional(list(text({ max: 1000 }), 5000), [])
/** `TAG=VALUE=VALUE`, see `writeOverride`. */
const overrides = v.optional(list(text({ max: 50_000 }), 1000))

/** How tags are read. */
export const readings = {
  kind: parameter(overrides, {
    label: 'Kind',
    help: 'how a tag is read, e.g. SliceThickness=nominal or ManufacturerModelName=numeric; repeatable',
    placeholder: 'tag=kind',
    syntax: 'overrides'
  }),
  separate: parameter(overrides, {
    label: 'Split values',
    help: 'a spelling that is not taken as one with similar ones, e.g. BodyPartExamined=TSPINE; repeatable',
    placeholder: 'tag=value',
    syntax: 'overrides'
  }),
  join: parameter(overrides, {
    label: 'Merge values',
    help: 'values that are taken as one, e.g. BodyPartExamined=HEAD=SKULL; quote a value that holds =, as in TAG="a=b"=c; repeatable',
    placeholder: 'tag=value=value',
    syntax: 'overrides'
  })
}

/** Which images, which of their tags, and how those are read. */
export const featureParameters = {
  where,
  tags: parameter(v.optional(integer(1, 10_000), DEFAULT_TAGS), {
    label: 'Tags at most',
    unit: 'tags',
    help: 'how many tags become features'
  }),
  include: parameter(names, {
    label: 'Include',
    help: 'tags that become features whatever the rules say; commas or repeated',
    placeholder: 'tags',
    syntax: 'names'
  }),
  exclude: parameter(names, {
    label: 'Leave out',
    help: 'tags that do not; commas or repeated',
    placeholder: 'tags',
    syntax: 'names'
  }),
  ...readings
}
export const featureOptions = object(featureParameters)
export type FeatureOptions = Given<typeof featureParameters>
export type SaidFeatureOptions = Said<typeof featureParameters>
export type FeatureParameters = Task<typeof featureParameters>
