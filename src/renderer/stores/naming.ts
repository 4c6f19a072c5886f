import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { NamingAgreement } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { usePreferences } from './preferences.ts'

/** In which naming this window names clusters, and as whom. */
export const useNaming = defineStore('naming', () => {
  const app = useApp()
  const preferences = usePreferences()
  /** '' for the names that everybody shares; else a second reader's own, who then sees only these. */
  const naming = ref('')
  const isBlind = computed(() => naming.value !== '')
  const author = computed(() =>
    preferences.author.trim() === '' ? (app.state?.user ?? '') : preferences.author.trim()
  )
  /** What every question about names and each change of them says. */
  const asked = computed(() => (isBlind.value ? { naming: naming.value } : {}))

  // Namings of one catalogue are not in another.
  watch(
    () => app.catalogue,
    () => (naming.value = '')
  )

  return { naming, isBlind, author, asked }
})

/** The names of two readers side by side. @param clustering as the window is about it now */
export function agreementOf(clustering: () => string | null, first: () => string, second: () => string | null) {
  return remote<NamingAgreement>((signal) =>
    ask('namings.compare', { clustering: clustering()!, first: first(), second: second()! }, signal)
  )
}
