import type { TagDefinition } from './batch.ts'
import { standardEntry } from './dictionary.ts'
import { isPrivateGroup, privateElement } from './private-elements.ts'

/**
 * What a tag of the catalogue counts against, so that no file uses up the room of others: hostile ones hold tens of
 * thousands of private elements.
 */
export interface TagShare {
  /**
   * `known`: a top-level element that the standard or the dictionary of private elements has; there are so many and no more,
   * and none is ever refused. `nested`: an element in sequences, all of which are known, as it is. `other`: all else.
   */
  share: 'known' | 'nested' | 'other'
  /** Of an `other`: the private creator that has to answer for it, or what stands in its place. */
  creator: string
}

/** Different tags of each share that a file may bring: real files have 132 nested ones and 410 private ones, most of those known. */
export const FILE_QUOTA: Record<TagShare['share'], number> = { known: Infinity, nested: 2048, other: 1024 }

const KNOWN: TagShare = { share: 'known', creator: '' }
const NESTED: TagShare = { share: 'nested', creator: '' }
/** What stands for the creator of the elements that name creators. */
const CREATOR_ELEMENTS = '(gggg,00bb)'
/** Blocks that creators of known groups reserve; real files hold two or three a group. */
const MOST_BLOCKS = 0x30

/** One step of a path: a keyword, or a tag and, of a private element, its creator. */
const STEP = /(?:([A-Za-z]\w*)|\(([0-9A-F]{4}),([0-9A-Fx]{4})\)(?:\[(.*?)\](?=\.[A-Za-z(]|$))?)(?:\.|$)/sy

/** The share of a tag. */
export function shareOf({ tag, path, keyword, privateCreator }: Omit<TagDefinition, 'vr'>): TagShare {
  if (path === '') {
    if (keyword !== '' || isKnown(tag.slice(1, 5), tag.slice(6, 10), privateCreator)) return KNOWN
    return { share: 'other', creator: privateCreator || placeholder(tag) }
  }
  let areKnown = true
  let creator = ''
  STEP.lastIndex = 0
  while (STEP.lastIndex < path.length) {
    const step = STEP.exec(path)
    if (step === null) return { share: 'other', creator }
    const [, word, group, element, owner = ''] = step
    if (word === undefined && !isKnown(group, element, owner)) areKnown = false
    if (owner !== '') creator = owner
  }
  return areKnown ? NESTED : { share: 'other', creator: creator || placeholder(tag) }
}

function placeholder(tag: string): string {
  return /^\(...[13579BDF],00/.test(tag) ? CREATOR_ELEMENTS : ''
}

/** @param group @param element in hexadecimal; of the element of a creator `xxee` */
function isKnown(group: string, element: string, creator: string): boolean {
  const gggg = parseInt(group, 16)
  if (creator !== '') return privateElement(creator, gggg, parseInt(element.slice(2), 16)) !== undefined
  const eeee = parseInt(element, 16)
  if (gggg % 2 === 1) return eeee >= 0x10 && eeee < MOST_BLOCKS && isPrivateGroup(gggg)
  return standardEntry((gggg << 16) | eeee | 0) !== undefined
}
