/** The number of a tag as people write it. */
interface TagNumber {
  /** Group and element, `00180015`; of a private tag without its block, `0019xx0A`. */
  digits: string
  /** As the catalogue writes it: `(0018,0015)`, `(0019,xx0A)`. */
  tag: string
  /** Of a private tag that is written in a block of some file, the same in that block: `(0019,100A)`; else `tag`. */
  exact: string
  /** What stands in square brackets behind it; undefined where nothing does. */
  creator: string | undefined
}

const NUMBER = /^\(?\s*([0-9a-f]{4})[\s,]*([0-9a-fx]{2})([0-9a-f]{2})\s*\)?(?:\[(.*)\])?$/i

/**
 * `(0018,0015)`, `0018,0015`, `0018 0015` or `00180015`; a private one with `xx` for its block, or in a block of some file, and with
 * its creator, `(0019,xx0A)[SIEMENS MR HEADER]`, or without it. @returns null where a text is no number of a tag
 */
export function readTagNumber(text: string): TagNumber | null {
  const written = NUMBER.exec(text.trim())
  if (written === null) return null
  const group = written[1].toUpperCase()
  const isPrivate = Number.parseInt(group, 16) % 2 === 1
  const block = written[2].toLowerCase() === 'xx' ? 'xx' : written[2].toUpperCase()
  const element = written[3].toUpperCase()
  // Private elements are the same in every block (PS3.5, section 7.8.1).
  const anyBlock = isPrivate ? 'xx' : block
  return {
    digits: `${group}${anyBlock}${element}`,
    tag: `(${group},${anyBlock}${element})`,
    exact: `(${group},${block}${element})`,
    creator: written[4]
  }
}

/** Whether a tag is of an odd group. @param tag as the catalogue writes it */
export function isPrivateTag(tag: string): boolean {
  return Number.parseInt(tag.slice(1, 5), 16) % 2 === 1
}
