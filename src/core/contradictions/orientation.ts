import { parseDecimal } from '../numbers.ts'
import { is, type ContradictionRule } from './rule.ts'

/** Axis and sign of the letters of PatientOrientation (PS3.3, section C.7.6.1.1.1): x grows to the left, y to the back, z to the head. */
const LETTERS: Readonly<Record<string, [axis: number, sign: 1 | -1]>> = {
  L: [0, 1],
  R: [0, -1],
  P: [1, 1],
  A: [1, -1],
  H: [2, 1],
  F: [2, -1]
}
/** Below this cosine a direction is no part of another one worth a letter: 84 degrees. */
const LEAST_COSINE = 0.1

export const ORIENTATION: ContradictionRule = {
  code: 'orientation',
  title: 'PatientOrientation against ImageOrientationPatient',
  says: 'The letters and the direction cosines describe different orientations of the image in the patient.',
  keywords: ['PatientOrientation', 'ImageOrientationPatient'],
  contradicts(valueOf) {
    const [letters, cosines] = [valueOf('PatientOrientation'), valueOf('ImageOrientationPatient')]
    const numbers = cosines.split('\\').map(parseDecimal)
    const directions = letters.split('\\')
    if (numbers.length !== 6 || directions.length !== 2 || !numbers.every(Number.isFinite)) return null
    const agree = directions.every((direction, i) => {
      // Of several letters the first is what the direction is most of. Four-footed animals have others.
      const letter = LETTERS[direction[0]] as [number, 1 | -1] | undefined
      if (letter === undefined) return true
      return numbers[3 * i + letter[0]] * letter[1] > LEAST_COSINE
    })
    return agree ? null : [is('PatientOrientation', letters), is('ImageOrientationPatient', cosines)]
  }
}
