import { PhraseList, wordsOf } from './word-list.ts'

/** What a text says of the plane of an image, in the words of `planeOf`. */
type PlaneWord = 'axial' | 'sagittal' | 'coronal' | 'oblique'

const PLANES = new PhraseList<PlaneWord>([
  [
    'ax|axial|axiale|axiales|axiaux|axi|tra|trans|transv|transverse|transversal*|transaxial*|trasvers*|tr|aksijaln*|aksijalno|assial*',
    'axial'
  ],
  ['sag|sagittal*|sagital*|sagitt|sagg|sagitaln*|sagittale*', 'sagittal'],
  ['cor|coronal*|koronar*|koronal*|frontal|coronar|coron|koronarn*', 'coronal'],
  ['obl|oblique*|oblik*|oblic*|parasag*|paracor*|parakor*|oblicua*|obliqua*|schrag*', 'oblique']
])

/** @returns null where a text names no plane, or several */
export function planeIn(text: string): PlaneWord | null {
  const named = new Set(PLANES.find(wordsOf(text)).map(({ what }) => what))
  return named.size === 1 ? [...named][0] : null
}
