import type { Said } from '../said.ts'
import type { Terms } from '../terms.ts'

/** Places are bytes of the file, or of what its data set inflates to; elements are told as `Manufacturer (0008,0070)`. */
export interface ElementAt {
  element: string
  at: number
}

/** What a header ends inside of: an element by name, or one of these. */
type Inside = 'an element' | 'an item of undefined length' | (string & {})

type Damaged =
  | (ElementAt & { why: 'undefined-length' | 'no-item' | 'no-fragment' | 'delimiter' })
  | (ElementAt & { why: 'unknown-vr'; vr: string })
  | (ElementAt & { why: 'out-of-order'; previous: string })
  | (ElementAt & { why: 'wrong-length'; length: number })
  | (ElementAt & { why: 'overruns'; length: number; end: number })
  | { why: 'ends-inside'; inside: Inside; at: number; end: number }
  | { why: 'not-inflated'; at: number | null; reason: string }

function damaged(given: Damaged): string {
  switch (given.why) {
    case 'undefined-length':
      return `${given.element} at byte ${given.at} has an undefined length, which its VR does not allow.`
    case 'no-item':
      return `${given.element} holds something that is no item, at byte ${given.at}.`
    case 'no-fragment':
      return `${given.element} holds something that is no fragment, at byte ${given.at}.`
    case 'delimiter':
      return `A delimiter ${given.element} stands where an element should, at byte ${given.at}.`
    case 'unknown-vr':
      return `${given.element} at byte ${given.at} has the unknown VR ${given.vr}.`
    case 'out-of-order':
      return `${given.element} at byte ${given.at} follows ${given.previous}: what stands there is no header.`
    case 'wrong-length':
      return `${given.element} at byte ${given.at} claims ${given.length} bytes, which are not its value.`
    case 'overruns':
      return `${given.element} at byte ${given.at} claims ${given.length} bytes; what contains it ends at byte ${given.end}.`
    case 'ends-inside': {
      const inside = given.inside[0].toUpperCase() + given.inside.slice(1)
      return `${inside} at byte ${given.at} goes on beyond byte ${given.end}, where what contains it ends.`
    }
    case 'not-inflated':
      return `${dataSet(given.at)} cannot be inflated: ${given.reason}.`
  }
}

function dataSet(at: number | null): string {
  return `The deflated data set${at === null ? '' : ` at byte ${at}`}`
}

type Truncated =
  | (ElementAt & { why: 'overruns'; length: number; size: number })
  | { why: 'ends-inside'; inside: Inside; at: number; size: number }
  /** @param left bytes behind it */
  | { why: 'image'; at: number; left: number }

function truncated(given: Truncated): string {
  switch (given.why) {
    case 'overruns':
      return `${given.element} at byte ${given.at} claims ${given.length} bytes; the file ends at byte ${given.size}.`
    case 'ends-inside':
      return `The file ends at byte ${given.size}, inside ${given.inside} at byte ${given.at}.`
    case 'image':
      return `The header of an image ends at byte ${given.at}: the ${given.left} bytes behind it are empty.`
  }
}

type TooLarge =
  | (ElementAt & { why: 'depth'; most: number })
  | { why: 'elements'; most: number }
  | { why: 'length'; at: number }
  | { why: 'inflated'; at: number | null; mebibytes: number }
  /** So much of the data set was inflated. */
  | { why: 'deflated'; mebibytes: number }

function tooLarge(given: TooLarge): string {
  switch (given.why) {
    case 'depth':
      return `${given.element} at byte ${given.at} is nested deeper than ${given.most} levels.`
    case 'elements':
      return `The header holds more than ${given.most} elements.`
    case 'length':
      return `The header goes on beyond byte ${given.at}; no header that long is read.`
    case 'inflated':
      return `${dataSet(given.at)} inflates to more than ${given.mebibytes} MiB.`
    case 'deflated':
      return `The header is not at its end after ${given.mebibytes} MiB of the deflated data set.`
  }
}

/** A file that cannot be read, or whose header cannot be trusted; what is odd in one that is read is a remark (core/dicom/remarks.ts). */
export const DICOM = {
  'file-unreadable': (given: { reason: string } | { path: string }, terms: Terms): Said =>
    'path' in given
      ? {
          problem: `Its file is gone or cannot be read: ${given.path}.`,
          remedy: `Bring the catalogue up to date with ${terms.action('rescan')} or ${terms.action('sources move')}.`
        }
      : { problem: `The file cannot be read: ${given.reason}.` },

  'not-dicom': () => ({ problem: 'The file is not DICOM.' }),

  'no-data-set': ({ size }: { size: number }) => ({
    problem: `The file has no data set: it ends at byte ${size}.`
  }),

  'header-damaged': (given: Damaged) => ({ problem: damaged(given) }),
  'header-truncated': (given: Truncated) => ({ problem: truncated(given) }),
  'header-too-large': (given: TooLarge) => ({ problem: tooLarge(given) })
}
