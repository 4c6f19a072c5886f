import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { FoundPicture, Page, PictureFinding, PictureFindings } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

/** Pictures that are asked for at a time. */
export const PICTURES_A_PAGE = 120

const CHANGES = ['pictures', 'scan', 'remove-source', 'sample'] as const

/** What was found by looking at pictures, and the images of one finding, page by page. */
export const usePictures = defineStore('pictures', () => {
  const jobs = useJobs()
  const findings = remote<PictureFindings>((signal) => ask('pictures.findings', {}, signal))
  const chosen = shallowRef<PictureFinding | null>(null)
  const page = ref(1)
  const images = remote<Page<FoundPicture>>((signal) => {
    const { keyword, value } = chosen.value!
    return ask(
      'pictures.images',
      { keyword, value, offset: (page.value - 1) * PICTURES_A_PAGE, limit: PICTURES_A_PAGE },
      signal
    )
  })
  keepFresh([findings], { jobs: CHANGES })
  watch(chosen, () => {
    page.value = 1
    images.clear()
  })
  watch([chosen, page], () => {
    if (chosen.value !== null) void images.load()
  })

  /** Looks at every picture that was not looked at before. @throws HostError */
  async function look(): Promise<void> {
    await jobs.start({ job: 'pictures', parameters: {} })
  }

  return { findings, chosen, page, images, look }
})
