import { percent } from '../../messages/format.ts'
import type { Weighting } from '../catalogue/stored/features.ts'

/** Why a feature counts as much as it does: a sentence for people, in every host. */
export function weightWords({ reason, explained }: Weighting): string {
  switch (reason) {
    case 'equal':
      return 'All columns count the same.'
    case 'device':
      return 'It names the scanner, not what an image shows.'
    case 'scanner':
      return explainedWords(explained!)
    case 'orientation':
      return `The plane counts three times, in place of six numbers.${explained === null ? '' : ` ${explainedWords(explained)}`}`
    case 'modality':
      return 'Modality counts twice: what kind of image it is comes before how it was made.'
    case 'person':
      return 'A person chose it.'
  }
}

/** Less than this is nothing that anybody would see. */
const HARDLY = 0.005

function explainedWords(share: number): string {
  return share < HARDLY
    ? 'The scanner explains none of it.'
    : `The scanner explains ${percent(share)} of how it differs within a modality.`
}
