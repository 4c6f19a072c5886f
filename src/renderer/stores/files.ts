import { defineStore } from 'pinia'
import { ref, shallowReactive, watch } from 'vue'
import type { FileCounts, FileList, FilePage, FilesCompared, ListedFile } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'

/** Files of a page. */
export const FILES_A_PAGE = 50

const CHANGES = ['scan', 'remove-source', 'move-source', 'sample'] as const

/** What a comparison came to, or why it came to nothing. */
type Comparison = FilesCompared | { verdict: 'unknown'; reason: string }

export const keyOf = ({ dir, name }: Pick<ListedFile, 'dir' | 'name'>): string => `${dir}/${name}`

/** What became of the files of all sources: how many of each kind, and the files of one kind, page by page. */
export const useFiles = defineStore('files', () => {
  const app = useApp()
  const counts = remote<FileCounts>((signal) => ask('files.counts', {}, signal))
  const list = ref<FileList>('failed')
  /** Only those with an issue of this kind. */
  const code = ref<string | undefined>(undefined)
  const page = ref(1)
  const files = remote<FilePage>((signal) => {
    const offset = (page.value - 1) * FILES_A_PAGE
    return ask('files.list', { list: list.value, code: code.value, offset, limit: FILES_A_PAGE }, signal)
  })
  keepFresh([counts], { jobs: CHANGES, whileRunning: true })
  keepFresh([files], { jobs: CHANGES })

  function show(wanted: FileList): void {
    if (list.value === wanted) return
    list.value = wanted
    code.value = undefined
    page.value = 1
    files.clear()
    void files.load()
  }
  watch([code, page], () => void files.load())

  /** By file, how the pixels of duplicates compare with those of their instances. */
  const compared = shallowReactive(new Map<string, Comparison>())
  watch(
    () => app.catalogue,
    () => compared.clear()
  )
  let comparing: AbortController | null = null

  /** Compares the duplicates of the page, one after the other. */
  async function compare(): Promise<void> {
    stopComparing()
    if (list.value !== 'duplicates' || files.data.value === null) return
    const mine = (comparing = new AbortController())
    for (const { dir, name } of files.data.value.rows) {
      const key = keyOf({ dir, name })
      if (compared.has(key)) continue
      try {
        compared.set(key, await ask('duplicates.compare', { dir, name }, mine.signal))
      } catch (error) {
        if (mine.signal.aborted) return
        compared.set(key, { verdict: 'unknown', reason: (error as Error).message })
      }
      if (mine.signal.aborted) return
    }
  }

  function stopComparing(): void {
    comparing?.abort()
    comparing = null
  }

  return { counts, list, code, page, files, compared, show, compare, stopComparing }
})
