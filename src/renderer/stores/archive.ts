import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { ArchiveSummary, FileIssue, Page, SourceRow } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

/** Issues of a page. */
export const ISSUES_A_PAGE = 100

const CHANGES = ['scan', 'remove-source', 'move-source', 'count-values', 'pictures', 'sample'] as const

/** What the archive holds, its folders, and what is wrong with its files. */
export const useArchive = defineStore('archive', () => {
  const app = useApp()
  const jobs = useJobs()
  const summary = remote<ArchiveSummary>((signal) => ask('archive.summary', {}, signal))
  const sources = remote<SourceRow[]>((signal) => ask('archive.sources', {}, signal))
  /** Of one kind, or all. */
  const issueCode = ref<string | undefined>(undefined)
  const issuePage = ref(1)
  const issues = remote<Page<FileIssue>>((signal) => {
    const offset = (issuePage.value - 1) * ISSUES_A_PAGE
    return ask('archive.issues', { code: issueCode.value, offset, limit: ISSUES_A_PAGE }, signal)
  })
  keepFresh([summary, sources], { jobs: CHANGES, whileRunning: true })
  keepFresh([issues], { jobs: CHANGES })
  watch([issueCode, issuePage], () => void issues.load())

  async function load(): Promise<void> {
    await Promise.all([summary.load(), sources.load(), issues.load()])
  }

  /** Reads a folder into the open catalogue; without one, into the usual one. @throws HostError */
  async function scan(folders: string[]): Promise<void> {
    if (app.catalogue === null) await app.open(app.state!.defaultCatalogue, true)
    await jobs.start({ job: 'scan', parameters: { folders } })
  }

  return { summary, sources, issues, issueCode, issuePage, load, scan }
})
