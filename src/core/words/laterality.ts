import { PhraseList, wordsOf } from './word-list.ts'

/** What `Side` can say. */
export type Side = 'left' | 'right' | 'both'

const SIDES = new PhraseList<Side | null>([
  // Not a side of the body: chambers of the heart, directions, and "left over".
  [
    'left over|right after|right away|left ventricle|right ventricle|left atrium|right atrium|left heart|right heart',
    null
  ],
  ['left to right|right to left|l to r|r to l|l r|r l', null],
  ['left|lt|lft|links|linke|linker|linkes|linken|lks', 'left'],
  [
    'lijevo|lijeva|lijeve|lijevi|lijevog|lijevu|lijevoj|gauche|izquierdo|izquierda|izq|sinistra|sinistro|sinistr|sn|sin',
    'left'
  ],
  ['lmlo|lcc|lml|llm', 'left'],
  ['right|rt|rgt|rechts|rechte|rechter|rechtes|rechten|re', 'right'],
  ['desno|desna|desne|desni|desnog|desnu|desnoj|droite|droit|derecho|derecha|der|destra|destro|dx|dex', 'right'],
  ['rmlo|rcc|rml|rlm', 'right'],
  ['bilateral|bilaterally|bilat|both|beidseits|beidseitig|beide|beider|bds', 'both'],
  ['obostrano|obostrana|obje|oba|bilaterale|bilateraux|les deux|ambos|ambas|bilateralno|entrambi|entrambe|bil', 'both'],
  [
    'left and right|right and left|left right|right left|lt rt|rt lt|links rechts|rechts links|links und rechts|rechts und links',
    'both'
  ],
  [
    'droite et gauche|gauche et droite|lijevo i desno|desno i lijevo|derecha e izquierda|dx e sn|destra e sinistra',
    'both'
  ]
])

/** Values of Laterality (PS3.3, section C.7.3.1) and ImageLaterality. */
const TERMS: Readonly<Record<string, Side>> = { L: 'left', R: 'right', B: 'both' }

/** @returns the side that a value of Laterality or ImageLaterality says; null for U (unpaired) and for what is none */
export function sideOfTerm(value: string): Side | null {
  return TERMS[value.trim().toUpperCase()] ?? null
}

/** The side of the body that a text names; null where it names none. */
export function sideIn(text: string): Side | null {
  const named = new Set(SIDES.find(wordsOf(text)).flatMap(({ what }) => what ?? []))
  if (named.has('both') || named.size > 1) return 'both'
  return [...named][0] ?? null
}
