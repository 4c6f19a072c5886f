import type { AppState, ArchiveSummary, ShownJob, SystemFacts } from '../api/contract.ts'
import { counted, size } from '../messages/format.ts'

/** Jobs of a report, the last ones. */
const MOST_JOBS = 10

/** How the window shows itself. */
interface ShownWindow {
  userAgent: string
  width: number
  height: number
  /** Device pixels to a CSS pixel: screen and zoom. */
  scale: number
  theme: string
}

/**
 * What helps to find a fault, to be sent to somebody: of the archive its numbers alone, and no name, path, tag or message, which may tell of
 * patients.
 */
export function systemReport({
  state,
  system,
  shown,
  archive,
  jobs
}: {
  state: Pick<AppState, 'version' | 'host'>
  system: SystemFacts
  shown: ShownWindow
  /** null where no catalogue is open. */
  archive: Pick<ArchiveSummary, 'instances' | 'images'> | null
  jobs: readonly Pick<ShownJob, 'job' | 'state' | 'changed'>[]
}): string {
  const { platform, release, arch, cores, memory, node, electron } = system
  const last = [...jobs].sort((a, b) => (a.changed < b.changed ? 1 : -1)).slice(0, MOST_JOBS)
  return [
    `Medoid ${state.version} in ${state.host === 'desktop' ? 'its desktop app' : 'a browser'}`,
    `System: ${platform} ${release} ${arch}, ${counted(cores, 'cores')}, ${size(memory)} of memory`,
    `Node ${node}${electron === null ? '' : `, Electron ${electron}`}`,
    `Window: ${shown.width} × ${shown.height} at ${shown.scale}, ${shown.theme} theme, ${shown.userAgent}`,
    archive === null
      ? 'No catalogue is open'
      : `Catalogue: ${counted(archive.instances, 'instances')}, ${counted(archive.images, 'images')}`,
    ...last.map(({ job, state: ended, changed }) => `Job ${job}: ${ended}, ${changed}`)
  ].join('\n')
}
