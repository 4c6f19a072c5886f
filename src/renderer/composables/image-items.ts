import { useRouter } from 'vue-router'
import { ask, showFile } from '../host.ts'
import type { MenuItem } from '../menu.ts'
import { useImage } from '../stores/image.ts'
import { useSimilarImages } from './similar.ts'

/** What the menu offers of an image, wherever its picture is. */
export function useImageItems(): (instance: number) => MenuItem[] {
  const similar = useSimilarImages()
  const router = useRouter()
  const image = useImage()
  return (instance) => {
    const place = () => ask('images.place', { instance })
    const beside = async (): Promise<void> => {
      image.openBeside(instance)
      await router.push({ name: 'image' })
    }
    return [
      { label: 'Open image', does: () => router.push({ name: 'image', params: { instance } }) },
      ...(image.instance === null ? [] : [{ label: 'Open beside the open image', does: beside }]),
      { label: 'Similar images', does: () => similar.open(instance) },
      ...(showFile === undefined
        ? []
        : [{ label: 'Show file in its folder', does: async () => showFile!((await place()).path) }]),
      { label: 'Copy SOP Instance UID', copies: async () => (await place()).sopInstanceUid },
      { label: 'Copy path', copies: async () => (await place()).path }
    ]
  }
}
