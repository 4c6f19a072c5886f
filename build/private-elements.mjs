// Makes resources/private-elements.txt, the dictionary of private elements:
//
//     node build/private-elements.mjs PYDICOM DCMTK
//
// PYDICOM is `_private_dict.py` of pydicom 2.3.1, which pydicom made of GDCM's private dictionary (BSD, 3 clauses);
// DCMTK is `private.dic` of DCMTK 3.6.7 (BSD, 3 clauses). Debian: packages python3-pydicom and libdcmtk17.
// build/private-elements-declared.txt is our own: what vendors' explicit VR files and conformance statements say.
//
// An entry's VR is that of the first that knows one: declared, GDCM, DCMTK. GDCM is asked before DCMTK because of their
// 382 conflicts real files decide few, most of them for GDCM. A name is GDCM's, else DCMTK's.
import { readFileSync, writeFileSync } from 'node:fs'

const here = (name) => new URL(name, import.meta.url)
const VRS = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UR US UT UV'.split(' ')
)
/** Names for more than one VR, and what implicit VR makes of them (PS3.5 annex A.1). */
const AMBIGUOUS = { OB_OW: 'OW', ox: 'OW', px: 'OW', xs: 'US', US_SS: 'US' }
/** What says nothing in place of a name. */
const NO_NAME =
  /^(unknown.*|<?internal( data)?|private( data| element creator| creator)?|obsolete|not used|reserved|name|\?*|-)$/i
const LONGEST_NAME = 80

/** creator → `ggggee`, or `gg**ee` where many groups are alike → { vr, name } */
function pydicom(text) {
  const dictionary = new Map()
  let entries
  for (const line of text.split('\n')) {
    const creator = /^ {4}(?:'([^']*)'|"([^"]*)"): \{/.exec(line)
    if (creator) dictionary.set(creator[1] ?? creator[2], (entries = new Map()))
    const entry = /^ {8}'([0-9A-Fa-fx]{8})': \('(\w*)', '[^']*', (?:'([^']*)'|"([^"]*)"), /.exec(line)
    if (entry) put(entries, entry[1].toLowerCase(), entry[2], entry[3] ?? entry[4])
  }
  return dictionary
}

function dcmtk(text) {
  const dictionary = new Map()
  for (const line of text.split('\n')) {
    const [tag, vr, name] = line.split('\t').filter(Boolean)
    const parts = /^\(([0-9A-Fa-f]{4})(-o-[0-9A-Fa-f]{4})?,"([^"]*)",(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})\)$/.exec(tag)
    if (!parts) continue
    const [, group, range, creator, element] = parts
    if (!dictionary.has(creator)) dictionary.set(creator, new Map())
    put(dictionary.get(creator), `${range ? `${group.slice(0, 2)}xx` : group}xx${element}`.toLowerCase(), vr, name)
  }
  return dictionary
}

/** `NumberOfStackSlices` → `Number of Stack Slices` */
function words(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/ (Of|To|In|And|From|For) /g, (word) => word.toLowerCase())
}

/** @param key group, block and element byte: private elements are the same in every block (PS3.5 section 7.8.1) */
function put(entries, key, vr, name) {
  if (!/^[0-9a-f]{2}([0-9a-f][13579bdf]|xx)(xx|[0-9a-f]{2})[0-9a-f]{2}$/.test(key)) return
  const place = `${key.slice(0, 4).replace('xx', '**')}${key.slice(6)}`
  const known = AMBIGUOUS[vr] ?? (VRS.has(vr) ? vr : 'UN')
  const before = entries.get(place)
  // The same element byte in two fixed blocks, which is no entry of its own.
  if (before) {
    if (before.vr !== known) before.vr = 'UN'
    if (before.name !== clean(name)) before.name = ''
  } else entries.set(place, { vr: known, name: clean(name) })
}

function clean(name) {
  const spaced = name.replaceAll(/\s+/g, ' ').replace('&gt;', '>').replace('&lt;', '<').trim()
  const text = /[ _]/.test(spaced) ? spaced : words(spaced)
  if (NO_NAME.test(text)) return ''
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…` : text
}

/** The file that is made here, and build/private-elements-declared.txt. */
function own(text) {
  const dictionary = new Map()
  let entries
  for (const line of text.split('\n')) {
    if (line.startsWith('= ')) dictionary.set(line.slice(2), (entries = new Map()))
    else if (line !== '' && !line.startsWith('#')) {
      const [place, vr, ...name] = line.split(' ')
      entries.set(place, { vr, name: name.join(' ') })
    }
  }
  return dictionary
}

const [gdcm, offis] = [
  [pydicom, process.argv[2]],
  [dcmtk, process.argv[3]]
].map(([parse, path]) => parse(readFileSync(path, 'latin1')))
const declared = own(readFileSync(here('private-elements-declared.txt'), 'utf8'))

const creators = [...new Set([...declared.keys(), ...gdcm.keys(), ...offis.keys()])].sort()
let count = 0
const blocks = creators.map((creator) => {
  // A creator in other capitals is the same vendor.
  const alike = creators.filter((other) => other !== creator && other.toUpperCase() === creator.toUpperCase())
  const sources = [
    declared.get(creator),
    gdcm.get(creator),
    ...alike.flatMap((other) => [declared.get(other), gdcm.get(other)]),
    offis.get(creator)
  ].filter(Boolean)
  const places = [...new Set(sources.flatMap((entries) => [...entries.keys()]))].sort()
  const lines = places.flatMap((place) => {
    const found = sources.map((entries) => entries.get(place)).filter(Boolean)
    const vr = found.find((entry) => entry.vr !== 'UN')?.vr ?? 'UN'
    const name = found.find((entry) => entry.name !== '')?.name ?? ''
    return vr === 'UN' && name === '' ? [] : [`${place} ${vr}${name && ` ${name}`}`]
  })
  count += lines.length
  return lines.length === 0 ? '' : `= ${creator}\n${lines.join('\n')}\n`
})

const head = readFileSync(here('private-elements-head.txt'), 'utf8')
writeFileSync(here('../resources/private-elements.txt'), head + blocks.join(''))
console.log(`${count} private elements of ${blocks.filter(Boolean).length} creators`)
