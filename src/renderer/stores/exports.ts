import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { ExportColumn, ExportPreview } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** Rows of the preview. */
const SHOWN_ROWS = 8

interface ExportOptions {
  format: 'csv' | 'jsonl' | 'parquet'
  columns: string[]
  remapUids: boolean
  /** Where the key lies; null until somebody says. */
  uidKeyFile: string | null
}

/** What an export of labels holds, as a person chose it, and how its first rows look. */
export const useExports = defineStore('exports', () => {
  const runs = useRuns()
  const options = reactive<ExportOptions>({ format: 'csv', columns: [], remapUids: false, uidKeyFile: null })
  const columns = remote<ExportColumn[]>(() => ask('export.columns', {}))
  const preview = remote<ExportPreview>(() =>
    ask('export.preview', {
      clustering: runs.selected!,
      columns: options.columns,
      rows: SHOWN_ROWS,
      remapUids: options.remapUids
    })
  )
  keepFresh([columns], ['scan', 'remove-source', 'demo'])
  watchDebounced(
    () => [runs.selected, runs.row?.assigned, ...options.columns, options.remapUids],
    () => void load(),
    { debounce: 60 }
  )

  async function load(): Promise<void> {
    if (runs.selected === null || !runs.row?.assigned) preview.clear()
    else await preview.load()
  }

  return { options, columns, preview, load }
})
