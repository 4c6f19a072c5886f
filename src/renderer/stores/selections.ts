import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ChangedSelections, SelectionRow } from '../../api/contract.ts'
import { counted } from '../../messages/format.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useSelection } from './selection.ts'

/** What this window did, which it can undo. */
interface Step {
  did: 'named' | 'removed'
  selection: SelectionRow
}

/** The selections of images that people have named. */
export const useSelections = defineStore('selections', () => {
  const app = useApp()
  const selection = useSelection()
  const list = remote<SelectionRow[]>((signal) => ask('selections.list', {}, signal))
  keepFresh([list], { jobs: ['scan', 'remove-source'], made: ['selections'] })
  const steps = shallowRef<readonly Step[]>([])
  /** What was done last, in words. */
  const told = ref('')
  /** What was chosen when it got a name here, and the number of that. */
  const named = ref<{ given: string; id: number } | null>(null)
  /** The named selection whose images are those that are chosen; null: what is chosen has no name. */
  const chosen = computed(() => {
    const { scope, choices, given } = selection
    const byName = choices.length === 1 && scope === 'all' ? choices[0].condition.selection : undefined
    const id = named.value?.given === JSON.stringify(given) ? named.value.id : byName
    return list.data.value?.find((each) => each.id === id) ?? null
  })

  watch(
    () => app.catalogue,
    () => {
      steps.value = []
      told.value = ''
      named.value = null
    }
  )
  app.onSelections(hear)

  /** What this window or another one did. */
  function hear({ catalogue, selections }: ChangedSelections): void {
    if (catalogue !== app.catalogue) return
    list.data.value = selections
    // Who looks at one that is gone sees all.
    const isGone = (id: number | undefined): boolean => id !== undefined && !selections.some((each) => each.id === id)
    for (const choice of selection.choices) if (isGone(choice.condition.selection)) selection.unchoose(choice)
  }

  /** Names what is chosen. @returns the selection @throws HostError */
  async function name(name: string, note: string): Promise<SelectionRow> {
    const words = selection.choices.map((choice) => choice.words)
    const { given } = selection
    const change = await ask('selections.save', { ...given, name, note, words })
    hear(change)
    const { changed } = change
    named.value = { given: JSON.stringify(given), id: changed.id }
    steps.value = [...steps.value, { did: 'named', selection: changed }]
    told.value = `${counted(changed.images, 'images')} named “${changed.name}”.`
    return changed
  }

  /** @throws HostError */
  async function remove(row: SelectionRow): Promise<void> {
    hear(await ask('selections.remove', { id: row.id }))
    steps.value = [...steps.value, { did: 'removed', selection: row }]
    told.value = `“${row.name}” removed.`
  }

  /** Undoes what this window did last. @throws HostError */
  async function undo(): Promise<void> {
    const last = steps.value.at(-1)
    if (last === undefined) {
      told.value = 'Nothing to undo.'
      return
    }
    const { id, name } = last.selection
    // Also where it fails: somebody else has done it, or has taken the name.
    steps.value = steps.value.slice(0, -1)
    if (last.did === 'named') {
      hear(await ask('selections.remove', { id }))
      told.value = `Undone: “${name}” is no name any more.`
    } else {
      hear(await ask('selections.restore', { id }))
      told.value = `Undone: “${name}” is back.`
    }
  }

  return { list, chosen, steps, told, name, remove, undo }
})
