import { usePreferredDark, useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { MOST_AUTHOR, MOST_SHOWN_TAGS } from '../../api/for-windows.ts'
import { applyTokens, keepStill } from '../theme/apply-tokens.ts'
import type { ThemeName } from '../theme/tokens.ts'
import type { OwnWindow } from '../views/image/viewer/presets.ts'

/** Windows of one's own that are kept, and characters of the name of one. */
const MOST_WINDOWS = 200
export const MOST_WINDOW_NAME = 64

const THEMES = ['dark', 'light', 'system'] as const
type ThemeChoice = (typeof THEMES)[number]

const SIZES = ['small', 'medium', 'large'] as const
export type PictureSize = (typeof SIZES)[number]

/** Tags that tables of images show until somebody chooses others. */
export const USUAL_TAGS = ['Modality', 'BodyPartExamined', 'SeriesDescription']

/** Of a column, in rem. */
const LEAST_WIDTH = 1
export const MOST_WIDTH = 80

/** What a person set on this machine. */
export const usePreferences = defineStore('preferences', () => {
  /** `system` follows the system's. */
  const themeChoice = useStorage<ThemeChoice>('medoid-theme', 'dark')
  const prefersDark = usePreferredDark()
  const isPrinting = ref(false)
  const theme = computed<ThemeName>(() => {
    // Paper is light.
    if (isPrinting.value) return 'light'
    return themeChoice.value === 'system' ? (prefersDark.value ? 'dark' : 'light') : themeChoice.value
  })
  watchEffect(() => {
    // Storage is anybody's to write.
    if (!THEMES.includes(themeChoice.value)) themeChoice.value = 'dark'
    applyTokens(theme.value)
  })

  /** Whether nothing moves, also where the system allows it. */
  const keepsStill = useStorage('medoid-keeps-still', false)
  watchEffect(() => keepStill(keepsStill.value))

  /** Whether the tour was gone through, or skipped, and does not come by itself any more. */
  const knowsTour = useStorage('medoid-knows-tour', false)

  const storedWidths = useStorage<unknown>('medoid-columns', {}, undefined, { serializer: JSON_OR_NOTHING })
  /** Of the columns of tables, by `table.column`, in rem. */
  const columnWidths = computed({
    get: () => validWidths(storedWidths.value),
    set: (widths) => (storedWidths.value = widths)
  })

  /** Whether the host shows pseudonyms in place of what may tell of a person, a place or a time; it follows this, and this follows it. */
  const hidesPatientData = useStorage('medoid-hides-patient-data', false)
  watchEffect(() => {
    // What nobody could store hides more, not less.
    if (typeof hidesPatientData.value !== 'boolean') hidesPatientData.value = true
  })

  /** As whom somebody names clusters; '' as the user of the system. */
  const author = useStorage('medoid-author', '')
  watchEffect(() => {
    // Also what nobody could store.
    if (typeof author.value !== 'string' || author.value.length > MOST_AUTHOR) author.value = ''
  })

  /** Whether the system tells of jobs that end. */
  const notices = useStorage('medoid-notices', true)

  /** Of pictures in galleries and on cards. */
  const pictureSize = useStorage<PictureSize>('medoid-picture-size', 'medium')
  watchEffect(() => {
    if (!SIZES.includes(pictureSize.value)) pictureSize.value = 'medium'
  })

  const storedTags = useStorage<unknown>('medoid-shown-tags', USUAL_TAGS, undefined, { serializer: JSON_OR_NOTHING })
  /** Whose values tables of images show, in this order. */
  const shownTags = computed<readonly string[]>({
    get: () => (isTags(storedTags.value) ? storedTags.value : USUAL_TAGS),
    set: (tags) => (storedTags.value = tags)
  })

  function toggleTheme(): void {
    themeChoice.value = theme.value === 'dark' ? 'light' : 'dark'
  }

  const storedWindows = useStorage<unknown>('medoid-windows', [], undefined, { serializer: JSON_OR_NOTHING })
  /** Of images, in the order in which they were saved. */
  const ownWindows = computed<OwnWindow[]>(() =>
    (Array.isArray(storedWindows.value) ? storedWindows.value : []).filter(isOwnWindow).slice(0, MOST_WINDOWS)
  )

  /** One of the same name for the same modality gives way. */
  function saveWindow(saved: OwnWindow): void {
    deleteWindow(saved)
    storedWindows.value = [...ownWindows.value, saved].slice(-MOST_WINDOWS)
  }

  function deleteWindow({ modality, name }: Pick<OwnWindow, 'modality' | 'name'>): void {
    storedWindows.value = ownWindows.value.filter((each) => each.modality !== modality || each.name !== name)
  }

  return {
    theme,
    isPrinting,
    themeChoice,
    keepsStill,
    knowsTour,
    author,
    hidesPatientData,
    notices,
    pictureSize,
    shownTags,
    toggleTheme,
    ownWindows,
    saveWindow,
    deleteWindow,
    columnWidths
  }
})

/** Storage is anybody's to write. */
function validWidths(stored: unknown): Record<string, number> {
  if (typeof stored !== 'object' || stored === null) return {}
  const isWidth = ([, width]: [string, unknown]): boolean =>
    typeof width === 'number' && width >= LEAST_WIDTH && width <= MOST_WIDTH
  return Object.fromEntries(Object.entries(stored).filter(isWidth))
}

const JSON_OR_NOTHING = {
  read: (text: string): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  },
  write: (value: unknown): string => JSON.stringify(value)
}

function isTags(value: unknown): value is string[] {
  const isTag = (each: unknown): boolean => typeof each === 'string' && each.length <= 1000
  return Array.isArray(value) && value.length <= MOST_SHOWN_TAGS && value.every(isTag)
}

function isOwnWindow(value: unknown): value is OwnWindow {
  if (typeof value !== 'object' || value === null) return false
  const { modality, name, center, width, voiFunction } = value as Record<string, unknown>
  const isName = typeof name === 'string' && name !== '' && name.length <= MOST_WINDOW_NAME
  const isWindow = Number.isFinite(center) && Number.isFinite(width) && (width as number) > 0
  return isName && isWindow && typeof modality === 'string' && typeof voiFunction === 'string'
}
