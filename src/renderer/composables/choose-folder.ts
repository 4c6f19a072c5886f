import { ref } from 'vue'
import type { Choice } from '../../api/contract.ts'
import { ask, choose } from '../host.ts'

interface Asked extends Choice {
  answer: (path: string | null) => void
}

/** What the folder dialog of the window is asked for; null: it is closed. */
export const asked = ref<Asked | null>(null)

/** Lets a person choose: with the system's dialog where the host has one, else with the window's own. */
export async function choosePath(choice: Choice): Promise<string | null> {
  const native = choose(choice)
  if (native !== undefined) return native
  return new Promise((resolve) => {
    asked.value = {
      ...choice,
      answer: (path) => {
        asked.value = null
        resolve(path)
      }
    }
  })
}

/** Where a job writes, and whether a person has said that what is there may be replaced. */
interface Output {
  out: string
  overwrite: boolean
}

/** Lets a person choose where a job writes. What is there already is replaced: both dialogs ask about that. */
export async function chooseOutput(suggested: string): Promise<Output | null> {
  const out = await choosePath({ kind: 'save', suggested })
  if (out === null) return null
  const [, path, name] = /^(.*[/\\])([^/\\]+)$/.exec(out) ?? []
  return { out, overwrite: name !== undefined && (await ask('folders.list', { path, name })).taken }
}
