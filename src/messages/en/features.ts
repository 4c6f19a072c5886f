import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Choosing features and images. */
export const FEATURES = {
  'unknown-tag': (given: UnknownTag, terms: Terms) => {
    switch (given.why) {
      case 'unnamed':
        return { problem: `${asked(given, terms)}: it names no tag.`, remedy: `See ${terms.action('tags')}.` }
      case 'not-there':
        return {
          problem: `${asked(given, terms)}: this catalogue has no tag ${given.name}.`,
          remedy:
            given.near.length > 0
              ? `Did you mean ${given.near.join(' or ')}?`
              : `The tags that it has: ${terms.action('tags')}.`
        }
      case 'run':
        return {
          problem: `This catalogue has no tag ${given.name}, which the run uses.`,
          remedy: 'Use the catalogue that the run was made with.'
        }
      case 'gone':
        return { problem: `The catalogue has no tag ${given.name} any more.`, remedy: 'Open the tags again.' }
    }
  },

  'ambiguous-tag': (given: Asked & { name: string; found: number; candidates: string[] }, terms: Terms) => ({
    problem: `${asked(given, terms)}: ${given.name} may be any of ${counted(given.found, 'tags')} of this catalogue.`,
    remedy: `Name one of them: ${given.candidates.join(', ')}${given.found > given.candidates.length ? ', …' : ''}`
  }),

  'invalid-tags': ({ tags }: { tags: number }, terms: Terms) => ({
    problem: `${terms.setting('tags', tags)}: the number of tags is a whole number from 1 on.`
  }),

  'no-images': (given: NoImages, terms: Terms) => {
    switch (given.why) {
      case 'empty':
        return {
          problem: 'The catalogue holds no image (an instance with Rows).',
          remedy: `Scan a folder that holds images: ${terms.action('scan')}.`
        }
      case 'conditions':
        return {
          problem: `None of the ${counted(given.images, 'images')} satisfies ${given.where.map((each) => terms.setting('where', each)).join(' ')}.`,
          remedy: `The values that there are: ${terms.action('tags', { tag: 'KEYWORD' })}.`
        }
      case 'none':
        return {
          problem: 'There is no image to choose features for.',
          remedy: `Scan a folder that holds images, or ask for less with ${terms.setting('where')}.`
        }
    }
  },

  'contradictory-tags': (given: ContradictoryTags, terms: Terms) => {
    const remedy = 'Leave one of them out.'
    switch (given.why) {
      case 'excluded':
        return {
          problem: `${terms.setting('include', given.included)} and ${terms.setting('exclude', given.excluded)} name the same tag.`,
          remedy
        }
      case 'two-kinds':
        return { problem: `${given.tag} is to be read as numeric and as nominal.`, remedy }
      case 'numbers':
        return {
          problem: `${given.tag} is to be read as numbers, which have no spellings: its values cannot be joined or separated.`,
          remedy
        }
    }
  },

  'too-many-inclusions': ({ included, tags }: { included: number; tags: number }, terms: Terms) => ({
    problem: `${terms.setting('include')} names ${counted(included, 'tags')}, but ${terms.setting('tags', tags)} allows only ${count(tags)}.`,
    remedy: `Raise ${terms.setting('tags')} or include fewer.`
  }),

  'personal-values': ({ tag }: { tag: string }) => ({
    problem: `The values of ${tag} may name a person, a place or a time, and what is joined or separated is stored with a run.`,
    remedy: 'Leave it as it is.'
  }),

  'unusable-tag': ({ tag, reason }: { tag: string; reason: string }, terms: Terms) => ({
    problem: `${terms.setting('include', tag)}: it cannot be a feature of these images. ${reason}`,
    remedy: 'Leave it out.'
  }),

  'no-features': (
    given: { why: 'rejected'; tags: number; images: number } | { why: 'export'; file: string },
    terms: Terms
  ) =>
    given.why === 'export'
      ? {
          problem: `There are no features to write to ${given.file}.`,
          remedy: `The reasons: ${terms.action('features')}.`
        }
      : {
          problem: `None of the ${counted(given.tags, 'tags')} of ${given.images === 1 ? 'this image' : `these ${counted(given.images, 'images')}`} is a feature, so there is nothing to compare them by.`,
          remedy: `The reason of each tag: ${terms.action('features')}; ${terms.setting('include')} takes one all the same, ${terms.setting('where')} chooses other images.`
        },

  'hardly-distinguishing': ({ text }: { text: string }) => ({ problem: text })
}

/** Where a tag was asked for. */
export interface Asked {
  /** The setting; null: none that people know by a name. */
  setting: string | null
  /** What was given there. */
  text: string
}

function asked({ setting, text }: Asked, terms: Terms): string {
  return setting === null ? text : terms.setting(setting, text)
}

type UnknownTag =
  | ({ why: 'unnamed' } & Asked)
  /** @param near names that may be meant */
  | ({ why: 'not-there'; name: string; near: string[] } & Asked)
  | { why: 'run' | 'gone'; name: string }

type NoImages =
  | { why: 'empty' | 'none' }
  /** @param where the conditions as they are written */
  | { why: 'conditions'; images: number; where: string[] }

type ContradictoryTags =
  { why: 'excluded'; included: string; excluded: string } | { why: 'two-kinds' | 'numbers'; tag: string }
