import { readFileSync } from 'node:fs'
import { resource } from '../resources.ts'
import { VR, vrOfName } from './vr.ts'

/** What a private element is known to be (PS3.5 section 7.8). */
interface PrivateElement {
  /** A code of VR; UN where only the name is known. */
  vr: number
  /** What the vendor calls it, for people: never an identifier. Empty where that is not known. */
  name: string
}

/** One vendor's elements by `ggggee`, and by `gg**ee` where they are the same in many groups. */
type Elements = Map<string, PrivateElement>

const NONE: Elements = new Map()
const BEGINNING_OF_CREATOR = '\n= '

/** `resources/private-elements.txt` by creator; what it says of one is read when it is asked for. */
let texts: Map<string, string> | null = null
/** The creators as they are spelt there, by their names in capitals with single spaces. */
let spellings: Map<string, string> | null = null
let groups: Set<number> | null = null
const read = new Map<string, Elements>()

/** What is known of a private element, whatever its block. @param group odd @param elementByte the lower byte of the element number */
export function privateElement(creator: string, group: number, elementByte: number): PrivateElement | undefined {
  const elements = elementsOf(creator)
  if (elements === NONE) return undefined
  const gggg = group.toString(16).padStart(4, '0')
  const ee = elementByte.toString(16).padStart(2, '0')
  return elements.get(gggg + ee) ?? elements.get(`${gggg.slice(0, 2)}**${ee}`)
}

/** Whether a known creator has elements in this group. */
export function isPrivateGroup(group: number): boolean {
  texts ??= load()
  groups ??= new Set(
    [...texts.values()].flatMap((text) => (text.match(/^[0-9a-f]{4}/gm) ?? []).map((gggg) => parseInt(gggg, 16)))
  )
  return groups.has(group)
}

/** What the vendor calls an element, or ''. @param tag as the catalogue writes it, `(2005,xx2D)`, or as a file has it, `(2005,102D)` */
export function privateName(tag: string, creator: string): string {
  const parts = creator === '' ? null : /^\(([0-9A-F]{4}),[0-9A-Fx]{2}([0-9A-F]{2})\)$/.exec(tag)
  return parts === null ? '' : (privateElement(creator, parseInt(parts[1], 16), parseInt(parts[2], 16))?.name ?? '')
}

function elementsOf(creator: string): Elements {
  texts ??= load()
  const known = texts.has(creator) ? creator : spelling(creator, texts)
  const text = texts.get(known)
  if (text === undefined) return NONE
  let elements = read.get(known)
  if (elements === undefined) read.set(known, (elements = parse(text)))
  return elements
}

function load(): Map<string, string> {
  const file = resource('private-elements.txt', 'private-elements-missing')
  const [, ...creators] = readFileSync(file, 'utf8').split(BEGINNING_OF_CREATOR)
  return new Map(
    creators.map((text) => {
      const end = text.indexOf('\n')
      return [text.slice(0, end), text.slice(end + 1)]
    })
  )
}

/** The creator that is spelt alike but for capitals and spaces. */
function spelling(creator: string, known: ReadonlyMap<string, string>): string {
  spellings ??= new Map([...known.keys()].map((name) => [plain(name), name]))
  return spellings.get(plain(creator)) ?? ''
}

function plain(creator: string): string {
  return creator.trim().replaceAll(/\s+/g, ' ').toUpperCase()
}

function parse(text: string): Elements {
  const elements: Elements = new Map()
  for (const line of text.split('\n')) {
    if (line === '') continue
    elements.set(line.slice(0, 6), { vr: vrOfName(line.slice(7, 9)) || VR.UN, name: line.slice(10) })
  }
  return elements
}
