import { type Said, sentences } from '../said.ts'
import { PLAIN_TERMS, type Terms } from '../terms.ts'
import { DICOM, type ElementAt } from './dicom.ts'

/** What ended the reading of a part: a message of dicom.ts. */
interface Fault {
  code: string
  parameters: object
}

function problemOf({ code, parameters }: Fault): string {
  return sentences((DICOM as Record<string, (parameters: object, terms: Terms) => Said>)[code](parameters, PLAIN_TERMS))
}

/** A remark is told of the first place. */
interface Repeated {
  /** Further places in the file that the same is true of. */
  more?: number
}

/** A remark that may be true of several places. */
function repeated<P>(sentence: (given: P) => string): (given: P & Repeated) => Said {
  return (given) => {
    const { more = 0 } = given
    if (more === 0) return { problem: sentence(given) }
    return { problem: `${sentence(given)} The same in ${more === 1 ? 'one more place' : `${more} more places`}.` }
  }
}

type PartDamaged =
  | (ElementAt & { why: 'no-item' | 'items' | 'outside' })
  /** @param end where the element claims to end @param next where its last item does */
  | (ElementAt & { why: 'item-longer'; end: number; next: number })
  | { why: 'passed-over'; fault: Fault }

function partDamaged(given: PartDamaged): string {
  switch (given.why) {
    case 'no-item':
      return `${given.element} holds something that is no item, at byte ${given.at}: it is kept as bytes.`
    case 'items':
      return `${given.element} at byte ${given.at} holds items, which its VR does not allow.`
    case 'outside':
      return `${given.element} at byte ${given.at} stands outside of a sequence.`
    case 'item-longer':
      return `${given.element} at byte ${given.at} claims to end at byte ${given.end}, within an item that ends at byte ${given.next}; the item was read.`
    case 'passed-over':
      return `${problemOf(given.fault)} What contains it is passed over.`
  }
}

type TrailingBytes =
  | { why: 'behind-pixels'; fault: Fault }
  /** @param left bytes from `at` to the end */
  | { why: 'too-few' | 'no-elements' | 'padding'; left: number; at: number }

function trailingBytes(given: TrailingBytes): string {
  switch (given.why) {
    case 'behind-pixels':
      return `Behind the pixels: ${problemOf(given.fault)}`
    case 'too-few':
      return given.left === 1
        ? `The last byte, byte ${given.at}, is no element.`
        : `The last ${given.left} bytes, from byte ${given.at} on, are no element.`
    case 'no-elements':
      return `The last ${given.left} bytes, from byte ${given.at} on, are no elements.`
    case 'padding':
      return `The last ${given.left} bytes, from byte ${given.at} on, are padding.`
  }
}

/** Both by number of bytes. */
type TakenIn =
  /** @param next where the first of those elements stands */
  | (ElementAt & { why: 'text-or-number'; length: number; next: number })
  /** @param own bytes of the value that are before those elements */
  | { why: 'bytes'; element: string; length: number; own: number }

/** What is odd in a file that is read all the same, and what keeps a scan from reading a file or folder. */
export const REMARKS = {
  'transfer-syntax-mismatch': repeated(
    ({ at, transferSyntax }: { at: number; transferSyntax: string }) =>
      `The data set at byte ${at} is not encoded as Transfer Syntax UID ${transferSyntax} says.`
  ),

  'character-set-unknown': ({ terms }: { terms: string[] }): Said => ({
    problem: `Specific Character Set (0008,0005) names ${terms.map((term) => JSON.stringify(term)).join(', ')}, which is no defined term.`
  }),

  'elements-out-of-order': repeated(
    ({ element, at, previous }: ElementAt & { previous: string }) => `${element} at byte ${at} follows ${previous}.`
  ),

  'element-repeated': repeated(
    ({ element, at }: ElementAt) =>
      `${element} stands a second time at byte ${at}, with another value; the first one holds.`
  ),

  'vr-unknown': repeated(
    ({ element, at, vr }: ElementAt & { vr: string }) => `${element} at byte ${at} has the unknown VR ${vr}.`
  ),

  'encoding-changes': repeated(({ element, at, to }: ElementAt & { to: 'implicit' | 'explicit' }) => {
    const from = to === 'implicit' ? 'explicit' : 'implicit'
    return `${element} at byte ${at} is in ${to} VR within ${from} VR.`
  }),

  'value-odd': repeated(
    ({ element, at, length }: ElementAt & { length: number }) =>
      `${element} at byte ${at} claims ${length} bytes that are not what its VR allows.`
  ),

  'part-damaged': repeated(partDamaged),

  'elements-taken-in': repeated((given: TakenIn) =>
    given.why === 'bytes'
      ? `${given.element} claims ${given.length} bytes, of which those from the ${given.own + 1}. on look like elements behind it.`
      : `${given.element} at byte ${given.at} claims ${given.length} bytes; from byte ${given.next} on they are elements that follow it.`
  ),

  'deep-items-left-out': repeated(
    ({ element, at, most }: ElementAt & { most: number }) =>
      `What ${element} at byte ${at} holds is nested deeper than ${most} levels.`
  ),

  'image-incomplete': repeated(
    ({ imageClass, hasPixels }: { imageClass: string; hasPixels: boolean }) =>
      `SOP Class ${imageClass} is one of images; the header ends without Rows or Columns${hasPixels ? '' : ', and without Pixel Data'}.`
  ),

  'trailing-bytes-ignored': repeated(trailingBytes),

  'too-many-tags-in-file': ({ unknown, nested }: { unknown: number; nested: number }): Said => ({
    problem: `The file holds more than ${unknown} private elements that nobody knows, or more than ${nested} different elements in sequences: those beyond are left out.`
  }),

  /** @param tags of the file that were left out */
  'too-many-tags': ({ tags }: { tags: number }): Said => ({
    problem: `The catalogue holds as many different tags as it takes: ${tags} of this file were left out. They are read by the first scan that finds room, because files that hold others are gone.`
  }),

  'reader-crashed': ({ reason }: { reason: string }): Said => ({
    problem: `Reading this file ended its reader: ${reason}`
  }),

  unreadable: (given: { reason: string } | { why: 'members' }): Said => ({
    problem: 'reason' in given ? `${given.reason}.` : 'Not all files in this archive could be read.',
    remedy: 'Check its permissions and the disk, then scan again.'
  }),

  /** Of an earlier version, which stored sentences. */
  'said-before': ({ sentence }: { sentence: string }): Said => ({ problem: sentence })
}
