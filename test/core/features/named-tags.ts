import type { Tag, TagId } from '../../../src/core/catalogue/types.ts'

export type TagName = [tag: string, keyword: string, path: string, creator?: string]

/** Tags of these names, numbered from 1. */
export function namedTags(...names: TagName[]): Tag[] {
  return names.map(([tag, keyword, path, privateCreator = ''], i) => ({
    id: (i + 1) as TagId,
    tag,
    keyword,
    path,
    privateCreator,
    vr: 'LO'
  }))
}
