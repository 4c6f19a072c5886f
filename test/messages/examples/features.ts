import type { FEATURES } from '../../../src/messages/en/features.ts'
import { type Examples, OWN } from './example.ts'

const written = { text: OWN, begin: 0, end: OWN.length }
/** A part of a condition. */
const part = { text: `NOT ${OWN}`, begin: 4, end: 4 + OWN.length }
const asked = { setting: 'include', text: OWN }

export const features: Examples<keyof typeof FEATURES> = {
  'unknown-tag': {
    unnamed: { why: 'unnamed', setting: 'where', text: OWN },
    'not-there': { why: 'not-there', ...asked, name: OWN, near: [] },
    run: { why: 'run', name: OWN },
    gone: { why: 'gone', name: OWN }
  },
  'ambiguous-tag': [
    { setting: null, text: OWN, name: OWN, found: 7, candidates: ['(0019,xx0A) [A]', '(0019,xx0A) [B]'] }
  ],
  'invalid-tags': [{ tags: 0 }],
  'no-images': {
    empty: { why: 'empty' },
    none: { why: 'none' },
    conditions: { why: 'conditions', images: 12, where: [OWN, OWN] }
  },
  'contradictory-tags': {
    excluded: { why: 'excluded', included: 'KVP', excluded: OWN },
    'two-kinds': { why: 'two-kinds', tag: OWN },
    numbers: { why: 'numbers', tag: OWN }
  },
  'invalid-condition': {
    'no-operator': { why: 'no-operator', ...written },
    'no-tag': { why: 'no-tag', ...written },
    'no-range': { why: 'no-range', ...written },
    'no-condition': { why: 'no-condition', ...written, begin: OWN.length },
    'not-closed': { why: 'not-closed', ...part },
    unexpected: { why: 'unexpected', ...part },
    quote: { why: 'quote', ...part },
    'too-deep': { why: 'too-deep', ...written },
    'too-many': { why: 'too-many', ...written },
    'no-value': { why: 'no-value', ...written, tag: 'Modality', sign: '=' },
    'range-reversed': { why: 'range-reversed', ...written, from: '5', to: '1' }
  },
  'invalid-override': {
    kind: { why: 'kind', text: OWN },
    weight: { why: 'weight', text: OWN },
    'one-value': { why: 'one-value', text: OWN },
    form: { why: 'form', text: OWN },
    quote: { why: 'quote', text: OWN },
    'empty-value': { why: 'empty-value', text: OWN }
  },
  'too-many-inclusions': [{ included: 3, tags: 2 }],
  'personal-values': [{ tag: OWN }],
  'unusable-tag': [{ tag: OWN, reason: 'It has one value only.' }],
  'no-features': {
    rejected: { why: 'rejected', tags: 12, images: 1 },
    export: { why: 'export', file: OWN }
  },
  'hardly-distinguishing': [
    { text: `${OWN} reaches from 1 to 5000.` },
    { column: OWN, range: { min: 1, max: 15_000, low: 1.5, high: 3 }, share: null, effect: 'clamped' },
    { column: OWN, range: { min: 1, max: 15_000, low: 3, high: 3 }, share: 0.25, effect: 'nearly-equal' },
    { column: OWN, range: null, share: null, effect: 'nearly-equal' }
  ]
}
