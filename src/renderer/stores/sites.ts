import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { ComparedSites, MappingStates } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'

/** How the sites of the catalogue differ, and what somebody decided about mappings between them. */
export const useSites = defineStore('sites', () => {
  /** Whether ranges of a site's own are proposed, too. */
  const ranges = ref(false)
  const plan = remote<{ of: ComparedSites | null }>(async (signal) => ({
    of: await ask('sites.compare', { ranges: ranges.value }, signal)
  }))
  /** How far a classifier tells the sites apart, in words. */
  const apart = remote<{ of: string | null }>(async (signal) => ({ of: await ask('sites.apart', {}, signal) }))
  keepFresh([plan, apart], { jobs: ['scan', 'remove-source'], made: ['mappings', 'corrections'] })
  watch(ranges, () => void plan.load())

  /** @throws HostError */
  async function decide(kind: 'accept' | 'reject', ids: readonly string[]): Promise<void> {
    const of = plan.data.value?.of
    if (!of) return
    const mappings = [...of.proposals, ...of.others].filter(({ id }) => ids.includes(id)).map(({ mapping }) => mapping)
    take(await ask('sites.decide', { kind, mappings }))
  }

  /** @throws HostError */
  async function step(way: 'undo' | 'redo'): Promise<void> {
    take(await ask('sites.step', { way }))
  }

  function take({ states, canUndo, canRedo }: MappingStates): void {
    const of = plan.data.value?.of
    if (!of) return
    const withState = <T extends { id: string }>(each: T) => ({ ...each, state: states[each.id] ?? ('open' as const) })
    const [proposals, others] = [of.proposals.map(withState), of.others.map(withState)]
    plan.data.value = { of: { ...of, proposals, others, canUndo, canRedo } }
    // What the sites are told apart by has changed.
    void apart.load()
  }

  return { ranges, plan, apart, decide, step }
})
