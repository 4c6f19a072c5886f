import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { AppState, ChangedSelections, Command, Event, LabelledClusters, MadeByPeople } from '../../api/contract.ts'
import { ask, listen } from '../host.ts'
import { useJobs } from './jobs.ts'
import { usePreferences } from './preferences.ts'

/** The host, the open catalogue, and what the host tells. */
export const useApp = defineStore('app', () => {
  const preferences = usePreferences()
  const state = ref<AppState | null>(null)
  /** The host does not answer: nothing else can be shown. */
  const error = ref<Error | null>(null)
  /** Why nothing is heard of the host: what is shown may not be so any more. */
  const lost = ref<Error | null>(null)
  /** How often a connection that was lost came back. */
  const comebacks = ref(0)
  const catalogue = computed(() => state.value?.catalogue ?? null)
  const commands = new Set<(command: Command) => void>()
  const selections = new Set<(changed: ChangedSelections) => void>()
  const names = new Set<(named: LabelledClusters) => void>()
  const elsewhere = new Set<(what: readonly MadeByPeople[]) => void>()

  async function begin(): Promise<void> {
    let connected = false
    listen(hear, (problem) => {
      lost.value = problem
      if (problem !== null) return
      // Nobody knows what was told meanwhile.
      if (connected) {
        comebacks.value++
        void load()
      }
      connected = true
    })
    await load()
  }

  async function load(): Promise<void> {
    try {
      // Before anything is shown.
      take(preferences.hidesPatientData ? await ask('app.hide', { hides: true }) : await ask('app.state', {}))
      error.value = null
      await useJobs().load()
    } catch (problem) {
      error.value = problem as Error
    }
  }

  function take(now: AppState): void {
    state.value = now
    preferences.hidesPatientData = now.hidesPatientData
  }

  // Switched by a person, here or in another tab: the host hides it from all windows.
  watch(
    () => preferences.hidesPatientData,
    async (hides) => {
      if (state.value === null || state.value.hidesPatientData === hides) return
      try {
        take(await ask('app.hide', { hides }))
      } catch (problem) {
        preferences.hidesPatientData = state.value.hidesPatientData
        error.value = problem as Error
      }
    }
  )

  function hear(event: Event): void {
    switch (event.event) {
      case 'state':
        take(event.data)
        void useJobs().load()
        break
      case 'job':
        // The list that follows the state has it.
        if (state.value !== null) useJobs().hear(event.data)
        break
      case 'name':
        for (const listener of names) listener(event.data)
        break
      case 'selections':
        for (const listener of selections) listener(event.data)
        break
      case 'made':
        if (event.data.catalogue !== catalogue.value) break
        for (const listener of elsewhere) listener(event.data.what)
        break
      case 'command':
        for (const listener of commands) listener(event.data)
    }
  }

  /** @throws HostError */
  async function open(file: string, create = false): Promise<void> {
    take(await ask('catalogue.open', { file, create }))
    await useJobs().load()
  }

  /** From the desktop's menus. @returns what stops listening */
  function onCommand(listener: (command: Command) => void): () => void {
    commands.add(listener)
    return () => commands.delete(listener)
  }

  /** Clusters were named, in this window or another one. */
  function onName(listener: (named: LabelledClusters) => void): void {
    names.add(listener)
  }

  /** A selection of images was named, removed or restored, in this window or another one. */
  function onSelections(listener: (changed: ChangedSelections) => void): void {
    selections.add(listener)
  }

  /** Something was made in the open catalogue by a command line, or by the host of another window. */
  function onMadeElsewhere(listener: (what: readonly MadeByPeople[]) => void): void {
    elsewhere.add(listener)
  }

  return {
    state,
    error,
    lost,
    comebacks,
    catalogue,
    begin,
    load,
    open,
    onCommand,
    onName,
    onSelections,
    onMadeElsewhere
  }
})
