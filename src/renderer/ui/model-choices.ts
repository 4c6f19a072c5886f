import type { ModelRow } from '../../api/contract.ts'
import { count, counted } from '../../messages/format.ts'

/** Models to choose from, with how far they have learnt. */
export function modelChoices(models: readonly ModelRow[]): { value: number; label: string }[] {
  return models.map(({ model, architecture, epochs, parameters }) => ({
    value: model,
    label: `${model}: ${architecture}, ${counted(epochs, 'epochs')}${epochs < parameters.epochs ? ` of ${count(parameters.epochs)}` : ''}`
  }))
}
