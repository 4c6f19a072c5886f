import dcmjs from 'dcmjs'
import dicomParser from 'dicom-parser'
import { beforeAll, expect, test } from 'vitest'
import { phantomInstances } from '../../src/phantom/archive.ts'
import { encodePhantom, phantomDataSet, phantomFrames, type PhantomInstance } from '../../src/phantom/instance.ts'

// It says on stderr what it makes of ambiguous VRs.
dcmjs.log.disableAll()
dcmjs.log.getLogger('validation.dcmjs').disableAll()

const SYNTAXES = {
  'implicit little endian': '1.2.840.10008.1.2',
  'explicit little endian': '1.2.840.10008.1.2.1',
  'deflated': '1.2.840.10008.1.2.1.99',
  'explicit big endian': '1.2.840.10008.1.2.2',
  'RLE': '1.2.840.10008.1.2.5'
} // prettier-ignore

const examples = new Map<string, PhantomInstance>()

/** A square image of every transfer syntax, 16 bits a sample, so that the order of bytes shows. */
beforeAll(() => {
  for (const instance of phantomInstances({ images: 4000, seed: 11, size: 16 })) {
    const { context, base, style } = instance.series
    const { bitsAllocated, rows, columns } = style.format
    if (bitsAllocated === 16 && rows === columns && context.frames === 1)
      examples.set(base.encoding.syntax.uid, instance)
  }
})

type Dictionary = Record<string, { Value: unknown[] } | undefined>

function readWithDcmjs(bytes: Buffer): { meta: Dictionary; dict: Dictionary } {
  return dcmjs.data.DicomMessage.readFile(new Uint8Array(bytes).buffer)
}

function text(instance: PhantomInstance, tag: number): string {
  return phantomDataSet(instance).find((element) => element.tag === tag)!.value as string
}

test.each(Object.entries(SYNTAXES))('dcmjs reads what was written: %s', (_, syntax) => {
  const instance = examples.get(syntax)!
  const bytes = encodePhantom(instance, { pixels: true })
  const file = readWithDcmjs(bytes)
  expect(file.meta['00020010']!.Value).toEqual([syntax])
  expect(file.dict['00080060']!.Value).toEqual([instance.group.modality])
  expect(file.dict['00080018']!.Value).toEqual([instance.sopInstanceUid])
  expect(file.dict['00280010']!.Value).toEqual([16])
  expect(file.dict['00200013']!.Value).toEqual([instance.index + 1])
  const kvp = phantomDataSet(instance).find(({ tag }) => tag === 0x00180060)
  if (kvp?.value) expect(file.dict['00180060']!.Value).toEqual([Number.parseFloat(kvp.value as string)])
})

test.each(Object.entries(SYNTAXES))('dicom-parser reads what was written: %s', (name, syntax) => {
  const instance = examples.get(syntax)!
  const dataSet = dicomParser.parseDicom(encodePhantom(instance, { pixels: true }))
  expect(dataSet.string('x00020010')).toBe(syntax)
  expect(dataSet.string('x0020000e')).toBe(instance.series.context.uid)
  expect(dataSet.string('x00080018')).toBe(instance.sopInstanceUid)
  expect(dataSet.string('x00080008')).toBe(text(instance, 0x00080008).trim())
  expect(dataSet.uint16('x00280011')).toBe(16)
  const pixels = dataSet.elements.x7fe00010
  if (name === 'RLE') {
    expect(pixels.fragments).toHaveLength(1)
    return
  }
  const view = new DataView(dataSet.byteArray.buffer, dataSet.byteArray.byteOffset + pixels.dataOffset, pixels.length)
  const [frame] = phantomFrames(instance)
  const read = Array.from(frame, (_value, i) => {
    const little = name !== 'explicit big endian'
    return frame instanceof Int16Array ? view.getInt16(i * 2, little) : view.getUint16(i * 2, little)
  })
  expect(read).toEqual([...frame])
})

test('sequences come back with their items', () => {
  const requested = Array.from(phantomInstances({ images: 300, seed: 11, size: 16 })).filter((instance) =>
    phantomDataSet(instance).some(({ tag, value }) => tag === 0x00400275 && value.length > 0)
  )
  expect(requested.length).toBeGreaterThan(50)
  for (const instance of requested) {
    const dataSet = dicomParser.parseDicom(encodePhantom(instance, { pixels: true }))
    const { modality, region } = instance.group
    const [item] = dataSet.elements.x00400275.items!
    expect(item.dataSet!.string('x00400007')).toBe(`${modality} ${region}`)
  }
})

test('without pixels the file ends before Pixel Data, and is otherwise the same', () => {
  const instance = examples.get('1.2.840.10008.1.2.1')!
  const whole = encodePhantom(instance, { pixels: true })
  const header = encodePhantom(instance, { pixels: false })
  expect(whole.subarray(0, header.length)).toEqual(header)
  expect(whole.length - header.length).toBe(12 + 16 * 16 * 2)
  expect(whole.subarray(header.length, header.length + 4).toString('hex')).toBe('e07f1000')
})

test('every image of a small archive is read whole by dcmjs and dicom-parser', () => {
  for (const instance of phantomInstances({ images: 250, seed: 6, size: 16 })) {
    const bytes = encodePhantom(instance, { pixels: true })
    const count = phantomDataSet(instance).length + 1
    expect(Object.keys(readWithDcmjs(bytes).dict), instance.path).toHaveLength(count)
    // dicom-parser inflates into a buffer whose preamble it then reads as elements.
    if (instance.series.base.encoding.syntax.deflated) continue
    const parsed = Object.keys(dicomParser.parseDicom(bytes).elements).filter((tag) => !tag.startsWith('x0002'))
    expect(parsed, instance.path).toHaveLength(count)
  }
})
