import type { ListedElement } from '../../../../../api/contract.ts'
import { dataSets } from '../data-sets.ts'
import type { FactTable } from './facts.ts'
import { presentationFacts } from './presentation-state.ts'
import { referenceFacts } from './references.ts'
import { registrationFacts } from './registration.ts'
import { doseFacts } from './rt-dose.ts'
import { planFacts } from './rt-plan.ts'
import { segmentFacts } from './segmentation.ts'
import { annotationFacts } from './waveform-annotations.ts'

/** What an object says that is more than a picture, as tables; empty of an image. */
export function objectFacts(elements: readonly ListedElement[]): FactTable[] {
  const data = dataSets(elements)
  const facts = [planFacts, doseFacts, segmentFacts, presentationFacts, registrationFacts, annotationFacts].flatMap(
    (read) => read(data)
  )
  // Images refer to others, too: that stands among their tags.
  const isObject = facts.length > 0 || !data.has(data.whole, 'Rows')
  return isObject ? [...facts, ...referenceFacts(data)] : []
}
