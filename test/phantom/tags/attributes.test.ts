import dcmjs from 'dcmjs'
import { expect, test } from 'vitest'
import { ATTRIBUTES } from '../../../src/phantom/tags/attributes.ts'

/** What stands for a VR in dcmjs's words where the data set may choose, and where it is an offset in a DICOMDIR. */
const CHOICES: Record<string, string[]> = { xs: ['US', 'SS'], ox: ['OB', 'OW'], up: ['UL'] }

test('every keyword has the tag and the VR that the data dictionary gives it (PS3.6, as dcmjs has it)', () => {
  const { dictionary } = dcmjs.data.DicomMetaDictionary
  for (const [keyword, text] of Object.entries(ATTRIBUTES)) {
    const [tag, vr] = text.split(' ')
    const entry = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]!
    expect(entry.name).toBe(keyword)
    expect(CHOICES[entry.vr] ?? [entry.vr], keyword).toContain(vr)
  }
})
