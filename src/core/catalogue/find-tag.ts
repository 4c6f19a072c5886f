import type { Tag } from './types.ts'

/** The top-level tag with a keyword. */
export function findTag<T extends Pick<Tag, 'path' | 'keyword'>>(tags: readonly T[], keyword: string): T | undefined {
  return tags.find((tag) => tag.path === '' && tag.keyword === keyword)
}
