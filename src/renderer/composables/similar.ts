import { useRouter } from 'vue-router'
import { useImage } from '../stores/image.ts'
import { focused } from '../menu.ts'
import { useSimilar } from '../stores/similar.ts'
import { choosePath } from './choose-folder.ts'

/**
 * The ways to the images that are like one: from any picture of any view, since each is marked with its image, and from a file that a
 * person chooses.
 */
export function useSimilarImages() {
  const router = useRouter()
  const similar = useSimilar()
  const image = useImage()

  async function open(instance: number): Promise<void> {
    await router.push({ name: 'similar', params: { of: instance } })
  }

  async function openFile(): Promise<void> {
    const file = await choosePath({ kind: 'file' })
    if (file === null) return
    similar.show({ file })
    await router.push({ name: 'similar', params: { of: 'file' } })
  }

  /** The image that keys are about: of the cell that is chosen or the picture that has the focus, or else the one that is looked at. */
  function current(): number | null {
    return imageWithin(focused()) ?? (router.currentRoute.value.name === 'image' ? image.instance : null)
  }

  return { open, openFile, current }
}

/** The image of an element that is a picture, stands within one, or holds exactly one; null for any other. */
export function imageWithin(element: Element | null): number | null {
  const around = element?.closest<HTMLElement>('[data-instance]')
  const within = element?.querySelectorAll<HTMLElement>('[data-instance]') ?? []
  const found = around ?? (within.length === 1 ? within[0] : null)
  return found ? Number(found.dataset.instance) : null
}
