import { toRef } from 'vue'
import { ask } from '../host.ts'
import { useChosen } from '../stores/chosen.ts'
import { useSelection } from '../stores/selection.ts'
import { useAct } from './act.ts'
import { type MultiSelect, useMultiSelect } from './multi-select.ts'

/** Chooses several images of the set, the same ones in the gallery and in the table. */
export function useImageChoice(): MultiSelect {
  const selection = useSelection()
  const act = useAct()
  return useMultiSelect({
    chosen: toRef(useChosen(), 'images'),
    count: () => selection.total ?? 0,
    current: () => selection.current,
    keyAt: (place) => selection.at(place)?.instance,
    keysOf: (first, last) => selection.numbersOf(first, last),
    all: async () => (await ask('clusters.chosen', selection.given)).instances,
    failed: (error) => void act(() => Promise.reject(error))
  })
}
