import { defineStore } from 'pinia'
import type { ArchiveSummary, SourceRow } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

const CHANGES = ['scan', 'remove-source', 'move-source', 'count-values', 'pictures', 'sample'] as const

/** What the archive holds, and its folders. */
export const useArchive = defineStore('archive', () => {
  const app = useApp()
  const jobs = useJobs()
  const summary = remote<ArchiveSummary>((signal) => ask('archive.summary', {}, signal))
  const sources = remote<SourceRow[]>((signal) => ask('archive.sources', {}, signal))
  keepFresh([summary, sources], { jobs: CHANGES, whileRunning: true })

  async function load(): Promise<void> {
    await Promise.all([summary.load(), sources.load()])
  }

  /** Reads a folder into the open catalogue; without one, into the usual one. @throws HostError */
  async function scan(folders: string[]): Promise<void> {
    if (app.catalogue === null) await app.open(app.state!.defaultCatalogue, true)
    await jobs.start({ job: 'scan', parameters: { folders } })
  }

  return { summary, sources, load, scan }
})
