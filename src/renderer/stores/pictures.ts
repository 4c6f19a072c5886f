import { defineStore } from 'pinia'
import type { PictureFinding, PictureFindings } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { foundImages } from './found-images.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

const CHANGES = ['pictures', 'scan', 'remove-source', 'sample'] as const

/** What was found by looking at pictures, and the images of one finding, page by page. */
export const usePictures = defineStore('pictures', () => {
  const jobs = useJobs()
  const findings = remote<PictureFindings>((signal) => ask('pictures.findings', {}, signal))
  const images = foundImages(({ keyword, value }: PictureFinding, part, signal) =>
    ask('pictures.images', { keyword, value, ...part }, signal)
  )
  keepFresh([findings], { jobs: CHANGES })

  /** Looks at every picture that was not looked at before. @throws HostError */
  async function look(): Promise<void> {
    await jobs.start({ job: 'pictures', parameters: {} })
  }

  return { findings, ...images, look }
})
