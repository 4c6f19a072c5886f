import { useMessage } from 'naive-ui'
import { useRouter } from 'vue-router'
import { pathOf } from '../host.ts'
import { useApp } from '../stores/app.ts'
import { useArchive } from '../stores/archive.ts'
import { useJobs } from '../stores/jobs.ts'
import { useAct } from './act.ts'
import { choosePath } from './choose-folder.ts'

/** The ways into an archive: a folder of images, a catalogue, the sample. */
export function useOpening() {
  const app = useApp()
  const archive = useArchive()
  const jobs = useJobs()
  const router = useRouter()
  const messages = useMessage()
  const act = useAct()

  async function scan(folder: string): Promise<void> {
    if (await act(() => archive.scan([folder]))) await router.push({ name: 'archive' })
  }

  async function openFolder(): Promise<void> {
    const folder = await choosePath({ kind: 'folder' })
    if (folder !== null) await scan(folder)
  }

  async function openCatalogue(file?: string): Promise<void> {
    const chosen = file ?? (await choosePath({ kind: 'catalogue' }))
    if (chosen !== null) await act(() => app.open(chosen))
  }

  async function newCatalogue(): Promise<void> {
    const file = await choosePath({ kind: 'new-catalogue', suggested: 'archive.sqlite' })
    if (file !== null) await act(() => app.open(file, true))
  }

  /** Makes the sample archive; the host opens it when it is there. */
  async function openSample(): Promise<void> {
    await act(() => jobs.start({ job: 'sample', parameters: {} }))
  }

  /** Folders that were dropped onto the window. */
  async function openDropped({ dataTransfer }: DragEvent): Promise<void> {
    const [file] = dataTransfer?.files ?? []
    if (file === undefined) return
    const path = pathOf(file)
    if (path === null) messages.info('A browser cannot tell where a dropped folder is. Press O and choose it.')
    else if (path.endsWith('.sqlite')) await openCatalogue(path)
    else await scan(path)
  }

  return { openFolder, openCatalogue, newCatalogue, openSample, openDropped }
}
