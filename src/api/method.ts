import { object, oneOf, parse, type Schema } from '../core/schema.ts'
import type { Work } from '../core/work.ts'
import type { OpenCatalogue } from './catalogue/open-catalogue.ts'
import type { Host } from './host.ts'

/** What a window may ask: what it takes, and how it is answered. Its name stands before it in the table of an area (`areas/`). */
interface Asked<Given> {
  /** Nothing else gets as far as the answer. */
  takes: Schema<Given>
}

/** A question that a process of the service answers from the open catalogue. What can stop does when `work.signal` says that nobody waits any more. */
export interface Question<Given = object, Result = unknown> extends Asked<Given> {
  needs: 'catalogue'
  isSlow: boolean
  writes: boolean
  answer(this: void, catalogue: OpenCatalogue, given: Given, work: Work): Result
}

/** A question that a process of the service answers without a catalogue. */
export interface FreeQuestion<Given = object, Result = unknown> extends Asked<Given> {
  needs: 'nothing'
  isSlow: false
  writes: false
  answer(this: void, given: Given): Result
}

/** What the host answers itself, so that it must never take long. */
export interface HostMethod<Given = object, Result = unknown> extends Asked<Given> {
  answer(this: void, host: Host, given: Given, work: Work): Result
}

/** Takes no arguments. */
export const nothing = object({})

export function question<G, R>(takes: Schema<G>, answer: Question<G, R>['answer']): Question<G, R> {
  return { needs: 'catalogue', isSlow: false, writes: false, takes, answer }
}

/** One that may take more than a tenth of a second on a million images: it must not stand before those of a gallery that is scrolled. */
export function slowQuestion<G, R>(takes: Schema<G>, answer: Question<G, R>['answer']): Question<G, R> {
  return { needs: 'catalogue', isSlow: true, writes: false, takes, answer }
}

/** One that changes the catalogue: when it has begun, it is not cancelled any more. */
export function change<G, R>(takes: Schema<G>, answer: Question<G, R>['answer']): Question<G, R> {
  return { needs: 'catalogue', isSlow: false, writes: true, takes, answer }
}

/** A change that may take as long as a slow question. */
export function slowChange<G, R>(takes: Schema<G>, answer: Question<G, R>['answer']): Question<G, R> {
  return { needs: 'catalogue', isSlow: true, writes: true, takes, answer }
}

export function freeQuestion<G, R>(takes: Schema<G>, answer: FreeQuestion<G, R>['answer']): FreeQuestion<G, R> {
  return { needs: 'nothing', isSlow: false, writes: false, takes, answer }
}

export function hostMethod<G, R>(takes: Schema<G>, answer: HostMethod<G, R>['answer']): HostMethod<G, R> {
  return { takes, answer }
}

/**
 * Checks a call, which may hold anything, against the methods of a table.
 * @returns the method's arguments as it takes them
 * @throws MedoidError `invalid-arguments`
 */
export function readCall<T extends Record<string, Asked<object>>>(
  methods: T,
  method: unknown,
  given: unknown
): { method: keyof T & string; given: object } {
  const name = parse(oneOf(...(Object.keys(methods) as (keyof T & string)[])), method, 'The method')
  return { method: name, given: parse<object>(methods[name].takes, given, name) }
}
