import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watchEffect } from 'vue'
import { applyTokens } from '../theme/apply-tokens.ts'
import type { ThemeName } from '../theme/tokens.ts'

/** Characters. */
export const MOST_AUTHOR = 100

/** What a person set on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useStorage<ThemeName>('medoid-theme', 'dark')
  watchEffect(() => {
    // Storage is anybody's to write.
    if (theme.value !== 'dark' && theme.value !== 'light') theme.value = 'dark'
    applyTokens(theme.value)
  })

  /** As whom somebody names clusters; '' as the user of the system. */
  const author = useStorage('medoid-author', '')
  watchEffect(() => {
    // Also what nobody could store.
    if (typeof author.value !== 'string' || author.value.length > MOST_AUTHOR) author.value = ''
  })

  /** Whether the system tells of jobs that end. */
  const notices = useStorage('medoid-notices', true)

  function toggleTheme(): void {
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  return { theme, author, notices, toggleTheme }
})
