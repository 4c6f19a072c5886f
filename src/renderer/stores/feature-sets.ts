import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { KeptFeatures } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { useApp } from './app.ts'
import { useFeatures } from './features.ts'

export type NamedSet = KeptFeatures['sets'][number]

/** What undoes something that was done here. */
interface Step {
  undo: () => Promise<unknown>
  words: string
}

/** The choices of features that have names. */
export const useFeatureSets = defineStore('feature-sets', () => {
  const app = useApp()
  const features = useFeatures()
  const list = computed(() => features.kept.data?.sets ?? [])
  const steps = shallowRef<readonly Step[]>([])
  /** What was done last, in words. */
  const told = ref('')

  watch(
    () => app.catalogue,
    () => {
      steps.value = []
      told.value = ''
    }
  )

  async function done(words: string, step: Step): Promise<void> {
    steps.value = [...steps.value, step]
    told.value = words
    await features.kept.load()
  }

  /** Names what is chosen now; a set of that name gives way, which can be undone. @throws HostError */
  async function save(name: string): Promise<void> {
    const { saved, replaced } = await ask('featureSets.save', { name, options: features.options, replace: true })
    await done(replaced === null ? `“${name}” saved.` : `“${name}” saved in place of the one before.`, {
      words: replaced === null ? `“${name}” is no set any more` : `“${name}” is what it was`,
      undo: async () => {
        await ask('featureSets.remove', { id: saved })
        if (replaced !== null) await ask('featureSets.restore', { id: replaced })
      }
    })
  }

  /** @throws HostError */
  async function remove({ id, name }: NamedSet): Promise<void> {
    await ask('featureSets.remove', { id })
    await done(`“${name}” removed.`, {
      words: `“${name}” is back`,
      undo: () => ask('featureSets.restore', { id })
    })
  }

  /** @throws HostError */
  async function rename({ id, name }: NamedSet, now: string): Promise<void> {
    await ask('featureSets.rename', { id, name: now })
    await done(`“${name}” is called “${now}” now.`, {
      words: `“${name}” is called so again`,
      undo: () => ask('featureSets.rename', { id, name })
    })
  }

  /** Undoes what this window did last to the sets. @throws HostError */
  async function undo(): Promise<void> {
    const last = steps.value.at(-1)
    if (last === undefined) return
    // Also where it fails: somebody else has done it, or has taken the name.
    steps.value = steps.value.slice(0, -1)
    await last.undo()
    told.value = `Undone: ${last.words}.`
    await features.kept.load()
  }

  return { list, steps, told, save, remove, rename, undo }
})
