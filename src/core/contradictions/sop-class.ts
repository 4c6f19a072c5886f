import { is, type ContradictionRule } from './rule.ts'

/** Modality (0008,0060) of what a SOP class is made for, where the standard lets it be one alone (PS3.3, table A.1-1a and section C.7.3.1.1.1). */
const MODALITIES: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.1.1.1': 'CR',
  '1.2.840.10008.5.1.4.1.1.2': 'CT',
  '1.2.840.10008.5.1.4.1.1.2.1': 'CT',
  '1.2.840.10008.5.1.4.1.1.4': 'MR',
  '1.2.840.10008.5.1.4.1.1.4.1': 'MR',
  '1.2.840.10008.5.1.4.1.1.20': 'NM',
  '1.2.840.10008.5.1.4.1.1.128': 'PT'
}

export const SOP_CLASS: ContradictionRule = {
  code: 'sop-class',
  title: 'Modality against SOP class',
  says: 'The images are stored as those of one modality and say that they are of another.',
  keywords: ['SOPClassUID', 'Modality'],
  contradicts(valueOf) {
    const [sopClass, modality] = [valueOf('SOPClassUID'), valueOf('Modality')]
    const expected = MODALITIES[sopClass] as string | undefined
    if (expected === undefined || modality === '' || modality === expected) return null
    return [is('SOPClassUID', sopClass), is('Modality', modality)]
  }
}
