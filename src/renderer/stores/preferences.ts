import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watchEffect } from 'vue'
import { applyTokens } from '../theme/apply-tokens.ts'
import type { ThemeName } from '../theme/tokens.ts'

/** Of a column, in rem. */
const LEAST_WIDTH = 1
export const MOST_WIDTH = 80

/** What a person set on this machine. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useStorage<ThemeName>('medoid-theme', 'dark')
  watchEffect(() => {
    // Storage is anybody's to write.
    if (theme.value !== 'dark' && theme.value !== 'light') theme.value = 'dark'
    applyTokens(theme.value)
  })

  const storedWidths = useStorage<Record<string, number>>('medoid-columns', {})
  /** Of the columns of tables, by `table.column`, in rem. */
  const columnWidths = computed({
    get: () => validWidths(storedWidths.value),
    set: (widths) => (storedWidths.value = widths)
  })

  function toggleTheme(): void {
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  return { theme, toggleTheme, columnWidths }
})

/** Storage is anybody's to write. */
function validWidths(stored: unknown): Record<string, number> {
  if (typeof stored !== 'object' || stored === null) return {}
  const isWidth = ([, width]: [string, unknown]): boolean =>
    typeof width === 'number' && width >= LEAST_WIDTH && width <= MOST_WIDTH
  return Object.fromEntries(Object.entries(stored).filter(isWidth))
}
