import { DUPLICATE } from '../../core/catalogue/derived-names.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { type Infer, object, oneOf, text } from '../../core/schema.ts'
import { CONTENT, SHAPE } from '../../core/similar/picture-facts.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { limit, offset, type Page } from './arguments.ts'

/** What may be odd about pictures, in the order in which it is shown: values of derived tags. */
const ODD = [
  ['PictureContent', CONTENT.constant],
  ['PictureContent', CONTENT.dark],
  ['PictureContent', CONTENT.unreadable],
  ['PictureShape', SHAPE.elongated],
  ['PictureShape', SHAPE.tiny],
  ['PictureDuplicate', DUPLICATE.exact],
  ['PictureDuplicate', DUPLICATE.near]
] as const

export interface PictureFinding {
  /** A derived tag, and the value of it that is odd. */
  keyword: (typeof ODD)[number][0]
  value: string
  /** Images that have it. */
  count: number
}

export interface PictureFindings {
  /** Live ones, and those of them whose pictures were looked at. */
  images: number
  looked: number
  /** What there is none of is left out. */
  found: PictureFinding[]
  /** Groups of duplicates. */
  groups: number
}

interface FoundPicture {
  instance: number
  /** Of a duplicate: the number of its group. */
  group: string | null
}

const some = object({
  keyword: oneOf('PictureContent', 'PictureShape', 'PictureDuplicate'),
  value: text(),
  offset,
  limit
})

/** What was found by looking at pictures. */
export const pictures = {
  'pictures.findings': question(nothing, findings),
  'pictures.images': slowQuestion(some, foundImages)
}

function findings(catalogue: OpenCatalogue): PictureFindings {
  return catalogue.once('picture findings', (reader) => {
    const images = reader.images()
    const counts = new Map(
      (['PictureContent', 'PictureShape', 'PictureDuplicate'] as const).map((keyword) => {
        const tag = reader.find(keyword)
        const values = tag === undefined ? [] : reader.values(tag.id, images)
        return [keyword, new Map(values.map(({ value, count }) => [value, count]))]
      })
    )
    const group = reader.find('PictureDuplicateGroup')
    const found = ODD.map(([keyword, value]) => ({ keyword, value, count: counts.get(keyword)!.get(value) ?? 0 }))
    return {
      images: images.length,
      looked: [...counts.get('PictureContent')!.values()].reduce((sum, count) => sum + count, 0),
      found: found.filter(({ count }) => count > 0),
      groups: group === undefined ? 0 : reader.values(group.id, images).length
    }
  })
}

/** Images of a finding; duplicates with the images that they are duplicates of, group by group. */
function foundImages(
  catalogue: OpenCatalogue,
  { keyword, value, offset, limit }: Infer<typeof some>
): Page<FoundPicture> {
  const rows = catalogue.once(`pictures ${keyword} ${value}`, (reader): FoundPicture[] => {
    const images = reader.images()
    const values = textsOf(reader, keyword, images)
    if (keyword !== 'PictureDuplicate') {
      return [...images.filter((_, i) => values[i] === value)].map((instance) => ({ instance, group: null }))
    }
    const groups = textsOf(reader, 'PictureDuplicateGroup', images)
    const wanted = new Set(groups.filter((group, i) => group !== null && values[i] === value))
    const members = Array.from(images, (instance, i) => ({ instance, group: groups[i] }))
    return members
      .filter(({ group }) => wanted.has(group))
      .sort((a, b) => Number(a.group) - Number(b.group) || a.instance - b.instance)
  })
  return { total: rows.length, rows: rows.slice(offset, offset + limit) }
}

function textsOf(reader: CatalogueReader, keyword: string, instances: Uint32Array): (string | null)[] {
  const tag = reader.find(keyword)
  if (tag === undefined) return Array.from(instances, () => null)
  const { codes, texts } = reader.column(tag.id, instances)
  return Array.from(codes, (code) => (code < FIRST_VALUE ? null : texts[code]))
}
