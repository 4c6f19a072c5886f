import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dicomParser from 'dicom-parser'
import { expect, test } from 'vitest'
import { standardEntry } from '../../../src/core/dicom/dictionary.ts'
import { privateElement, privateName } from '../../../src/core/dicom/private-elements.ts'
import { VR_NAMES } from '../../../src/core/dicom/vr.ts'
import { explicit, explicitFile, file, implicit, item, read, TRANSFER_SYNTAX } from './build.ts'
import { hasSharedDicom, sharedDicom } from './shared.ts'

const vrOf = (creator: string, group: number, byte: number) => VR_NAMES[privateElement(creator, group, byte)?.vr ?? 0]

test.each([
  // GDCM and DCMTK agree.
  ['GEMS_ACQU_01', 0x0019, 0x24, 'DS'],
  ['SIEMENS MR HEADER', 0x0019, 0x0c, 'IS'],
  // DCMTK says SS and DS; the explicit files say IS, US and FL, as GDCM does.
  ['Philips MR Imaging DD 001', 0x2005, 0x2d, 'IS'],
  ['CARDIO-D.R. 1.0', 0x0029, 0x02, 'US'],
  ['CARDIO-D.R. 1.0', 0x0029, 0x03, 'FL'],
  // GDCM says SL and UI; the explicit files say FD and ST.
  ['GEMS_GENIE_1', 0x0013, 0x1c, 'FD'],
  ['Philips MR Imaging DD 004', 0x2005, 0x95, 'ST'],
  // Neither has these; explicit files do.
  ['SIEMENS MR SDS 01', 0x0021, 0x05, 'IS'],
  // Overlays of Papyrus, in any group 60xx.
  ['PAPYRUS 3.0', 0x6003, 0x10, 'US']
])('%s has (%i,xx%i) as %s', (creator, group, byte, vr) => {
  expect(vrOf(creator, group, byte)).toBe(vr)
})

test('a creator is known in other capitals and spaces, too', () => {
  expect(vrOf('PHILIPS MR IMAGING DD 001', 0x2005, 0x2d)).toBe('IS')
  expect(vrOf(' philips  MR Imaging DD 001', 0x2005, 0x2d)).toBe('IS')
})

test('what no dictionary has is not known', () => {
  expect(privateElement('NOBODY', 0x0019, 0x0c)).toBeUndefined()
  expect(privateElement('GEMS_ACQU_01', 0x0017, 0x24)).toBeUndefined()
  expect(privateElement('constructor', 0x0019, 0x0c)).toBeUndefined()
})

test('the name is what the vendor calls the element, and of private elements only', () => {
  expect(privateName('(2001,xx03)', 'Philips Imaging DD 001')).toBe('Diffusion B-Factor')
  expect(privateName('(2001,1003)', 'Philips Imaging DD 001')).toBe('Diffusion B-Factor')
  expect(privateName('(2001,xx03)', '')).toBe('')
  expect(privateName('(0008,0060)', '')).toBe('')
  expect(privateName('anything', 'Philips Imaging DD 001')).toBe('')
})

test('no name of a private element can be taken for a keyword of the standard', () => {
  // A keyword is one word; what is shown beside it is the tag and the creator, and it is never looked up by name.
  const keywords = new Set<string>()
  for (const group of [0x0008, 0x0010, 0x0018, 0x0020, 0x0028]) {
    for (let element = 1; element < 0xa000; element++) {
      const entry = standardEntry((group << 16) | element | 0)
      if (entry?.keyword && /[a-z][A-Z]/.test(entry.keyword)) keywords.add(entry.keyword)
    }
  }
  expect(keywords.size).toBeGreaterThan(1000)
  const names = lines().map((line) => line.slice(10))
  expect(names.filter((name) => keywords.has(name))).toEqual([])
})

test('the resource is of the form that it is read in', () => {
  const wrong = lines().filter(
    (line) => !/^([0-9a-f]{4}|[0-9a-f]{2}\*\*)[0-9a-f]{2} ([A-Z]{2})( \S.*\S| \S)?$/.test(line)
  )
  expect(wrong).toEqual([])
  expect(lines().length).toBe(9888)
})

test('an element in UN or in implicit VR is read as what it is known to be', () => {
  const creator = explicit(0x20050010, 'LO', 'Philips MR Imaging DD 001 ')
  const told = read(explicitFile(creator, explicit(0x2005102d, 'UN', '0 ')))
  expect(told.values['(2005,xx2D)[Philips MR Imaging DD 001]']).toBe('0')
  const untold = read(
    file(
      TRANSFER_SYNTAX.implicit,
      implicit(0x00290010, 'CARDIO-D.R. 1.0 '),
      // 3.0 as a 32-bit float
      implicit(0x00291003, [0, 0, 0x40, 0x40])
    )
  )
  expect(untold.values['(0029,xx03)[CARDIO-D.R. 1.0]']).toBe('3')
})

test('a known private sequence in UN is a sequence', () => {
  const inner = implicit(0x00080060, 'MR')
  const { values } = read(
    explicitFile(explicit(0x00230010, 'LO', 'GEMS_STDY_01'), explicit(0x00231080, 'UN', item(inner)))
  )
  expect(values['(0023,xx80)[GEMS_STDY_01].Modality']).toBe('MR')
})

const faults = fileURLToPath(new URL('../../../../shared/faults/dicom/', import.meta.url))
if (!existsSync(faults)) console.log(`reported faults of private elements skipped: there is no ${faults}`)

test.skipIf(!existsSync(faults))('pydicom #2170: (2005,xx2D) of Philips MR Imaging DD 001 in UN is IS', () => {
  const { values } = read(readFileSync(join(faults, 'private_UN_philips_2005_102d.dcm')))
  expect(values['(2005,xx2D)[Philips MR Imaging DD 001]']).toBe('0')
})

if (!hasSharedDicom) console.log(`private elements of real files skipped: there is no ${sharedDicom}`)

test.skipIf(!hasSharedDicom)(
  'the dictionary knows most of what explicit VR files declare, and agrees with all of it',
  () => {
    const declared = declaredByFiles()
    const unlike: string[] = []
    let known = 0
    for (const [key, vrs] of declared) {
      const [creator, group, byte] = key.split('\0')
      const vr = vrOf(creator, parseInt(group, 16), parseInt(byte, 16))
      if (vr === '' || vr === 'UN') continue
      known++
      const told = [...vrs].filter((each) => each !== 'UN')
      if (told.length > 0 && !told.includes(vr))
        unlike.push(`${creator} (${group},xx${byte}) ${told.join('/')}, not ${vr}`)
    }
    expect(unlike).toEqual([])
    // pydicom 2.3.1 knows 1,097 of these.
    expect({ declared: declared.size, known }).toEqual({ declared: 1480, known: 1458 })
  }
)

function lines(): string[] {
  const path = fileURLToPath(new URL('../../../resources/private-elements.txt', import.meta.url))
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#') && !line.startsWith('= '))
}

/** Private elements of all explicit VR files, those of every item of every sequence too: `creator\0gggg\0ee` → the VRs they declare. */
function declaredByFiles(): Map<string, Set<string>> {
  const declared = new Map<string, Set<string>>()
  const note = (dataSet: dicomParser.DataSet): void => {
    for (const element of Object.values(dataSet.elements)) {
      for (const { dataSet: within } of element.items ?? []) if (within) note(within)
      const group = element.tag.slice(1, 5)
      const creator = dataSet.string(`x${group}00${element.tag.slice(5, 7)}`)
      if (parseInt(group, 16) % 2 === 0 || element.tag.slice(5, 7) === '00' || !creator || !element.vr) continue
      const key = [creator.trim(), group, element.tag.slice(7)].join('\0')
      declared.set(key, (declared.get(key) ?? new Set()).add(element.vr))
    }
  }
  for (const entry of readdirSync(sharedDicom, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    try {
      const dataSet = dicomParser.parseDicom(readFileSync(join(entry.parentPath, entry.name)))
      if (dataSet.string('x00020010') !== '1.2.840.10008.1.2') note(dataSet)
    } catch {
      // No DICOM, or a damaged file: other tests say what becomes of those.
    }
  }
  return declared
}
