import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watchEffect } from 'vue'
import { applyTokens } from '../theme/apply-tokens.ts'
import type { ThemeName } from '../theme/tokens.ts'

/** What a person set on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useStorage<ThemeName>('medoid-theme', 'dark')
  watchEffect(() => {
    // Storage is anybody's to write.
    if (theme.value !== 'dark' && theme.value !== 'light') theme.value = 'dark'
    applyTokens(theme.value)
  })

  /** Whether nothing is shown that names patients, such as while a screen is shared. */
  const hidesPatientData = useStorage('medoid-hides-patient-data', false)

  /** Whether the system tells of jobs that end. */
  const notices = useStorage('medoid-notices', true)

  function toggleTheme(): void {
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  return { theme, hidesPatientData, notices, toggleTheme }
})
