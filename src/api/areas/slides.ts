import { FIRST_VALUE } from '../../core/tag-codes.ts'
import { parseDecimal } from '../../core/numbers.ts'
import { type SlideImage, type SlideImages, slideImagesOf } from '../../core/pixels/slide-images.ts'
import { type Infer, object } from '../../core/schema.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { instance } from './arguments.ts'
import { checkInstance, seriesOf } from './images.ts'

export type { SlideImages, SlideLevel, SlideRole } from '../../core/pixels/slide-images.ts'

const one = object({ instance })

/** Whole-slide images. */
export const slides = {
  'images.slide': slowQuestion(one, slideImages)
}

/** The other sizes of a slide, and its label and overview, among the images of its series. */
function slideImages(catalogue: OpenCatalogue, { instance }: Infer<typeof one>): SlideImages {
  const { reader } = catalogue
  checkInstance(reader, instance)
  const series = seriesOf(catalogue, instance)
  // Columns are read in ascending order.
  const ids = Uint32Array.from(series).sort()
  const texts = (keyword: string): ((place: number) => string) => {
    const tag = reader.find(keyword)
    if (tag === undefined) return () => ''
    const { codes, texts } = reader.column(tag.id, ids)
    return (place) => (codes[place] < FIRST_VALUE ? '' : texts[codes[place]])
  }
  const imageType = texts('ImageType')
  const columns = texts('TotalPixelMatrixColumns')
  const rows = texts('TotalPixelMatrixRows')
  const frameOfReference = texts('FrameOfReferenceUID')
  const pyramid = texts('PyramidUID')
  const container = texts('ContainerIdentifier')
  const places = new Map(Array.from(ids, (id, place) => [id, place]))
  const all = series.map((id): SlideImage => {
    const place = places.get(id)!
    return {
      instance: id,
      imageType: imageType(place),
      columns: parseDecimal(columns(place)),
      rows: parseDecimal(rows(place)),
      frameOfReference: frameOfReference(place),
      pyramid: pyramid(place),
      container: container(place)
    }
  })
  return slideImagesOf(
    all.find((image) => image.instance === instance)!,
    all
  )
}
