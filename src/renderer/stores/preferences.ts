import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watchEffect } from 'vue'
import { applyTokens } from '../theme/apply-tokens.ts'
import type { ThemeName } from '../theme/tokens.ts'

const SIZES = ['small', 'medium', 'large'] as const
export type PictureSize = (typeof SIZES)[number]

/** What a person set on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useStorage<ThemeName>('medoid-theme', 'dark')
  watchEffect(() => {
    // Storage is anybody's to write.
    if (theme.value !== 'dark' && theme.value !== 'light') theme.value = 'dark'
    applyTokens(theme.value)
  })

  /** Whether the system tells of jobs that end. */
  const notices = useStorage('medoid-notices', true)

  /** Of pictures in galleries and on cards. */
  const pictureSize = useStorage<PictureSize>('medoid-picture-size', 'medium')
  watchEffect(() => {
    if (!SIZES.includes(pictureSize.value)) pictureSize.value = 'medium'
  })

  function toggleTheme(): void {
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  return { theme, notices, pictureSize, toggleTheme }
})
