import { sideIn, sideOfTerm } from '../words/laterality.ts'
import { is, type ContradictionRule } from './rule.ts'

const TERMS = ['ImageLaterality', 'Laterality']
const TEXTS = ['SeriesDescription', 'ProtocolName']

export const LATERALITY: ContradictionRule = {
  code: 'laterality',
  title: 'Laterality against description',
  says: 'One side is in Laterality (0020,0060) or ImageLaterality (0020,0062), the other in the description.',
  keywords: [...TERMS, ...TEXTS],
  contradicts(valueOf) {
    for (const term of TERMS) {
      const side = sideOfTerm(valueOf(term))
      if (side === null || side === 'both') continue
      for (const text of TEXTS) {
        const said = sideIn(valueOf(text))
        if (said !== null && said !== 'both' && said !== side) return [is(term, valueOf(term)), is(text, valueOf(text))]
      }
    }
    return null
  }
}
