/** What an image of a slide shows (PS3.3 section C.8.12.4.1.1, Image Type): of a slide, its label has the patient's data. */
export type SlideRole = 'volume' | 'thumbnail' | 'label' | 'overview'

/** An image of the series of a slide, as the catalogue tells it. */
export interface SlideImage {
  instance: number
  imageType: string
  /** Of the total pixel matrix; NaN where nobody says. */
  columns: number
  rows: number
  frameOfReference: string
  /** '' where nobody says. */
  pyramid: string
  container: string
}

/** The same slide at another size. */
export interface SlideLevel {
  instance: number
  columns: number
  rows: number
}

/** What else there is of a slide. */
export interface SlideImages {
  /** What shows the same at its own size, itself among them; the largest first. */
  levels: SlideLevel[]
  /** What else there is of the slide: of each other role the largest image. */
  others: { instance: number; role: SlideRole }[]
  role: SlideRole
}

/** Levels at most. */
const MAX_LEVELS = 32
/** Sizes are rounded to whole pixels when a level is made of another one. */
const ROUNDING = 1.5

/** @param imageType values with a backslash between them */
export function roleOf(imageType: string): SlideRole {
  const [, , third = ''] = imageType.toUpperCase().split('\\')
  if (third === 'LABEL') return 'label'
  // What OVERVIEW was called before 2010.
  if (third === 'OVERVIEW' || third === 'LOCALIZER') return 'overview'
  return third === 'THUMBNAIL' ? 'thumbnail' : 'volume'
}

/**
 * Tells the levels of an image apart from the other images of its series. Of two of one size the image itself counts, else the first.
 * @param all images of the series, in their order, `own` among them
 */
export function slideImagesOf(own: SlideImage, all: readonly SlideImage[]): SlideImages {
  const role = roleOf(own.imageType)
  const levels = new Map<number, SlideLevel>()
  const others = new Map<SlideRole, SlideImage>()
  for (const image of [own, ...all]) {
    const itsRole = roleOf(image.imageType)
    if (isLevel(image, own)) {
      const { instance, columns, rows } = image
      if (!levels.has(columns)) levels.set(columns, { instance, columns, rows })
    } else if (itsRole !== role && size(image) > size(others.get(itsRole))) {
      others.set(itsRole, image)
    }
  }
  return {
    levels: kept(
      [...levels.values()].sort((a, b) => b.columns - a.columns),
      own.instance
    ),
    others: [...others].map(([itsRole, { instance }]) => ({ instance, role: itsRole })),
    role
  }
}

/** Of an image, of which nobody may say it; less than that where there is none. */
function size(image: SlideImage | undefined): number {
  return image === undefined ? -1 : image.columns || 0
}

/** Whether two images show the same part of a slide; labels and overviews show something else. */
function isLevel(image: SlideImage, own: SlideImage): boolean {
  const hasLevels = ({ imageType }: SlideImage): boolean => ['volume', 'thumbnail'].includes(roleOf(imageType))
  if (!(image.columns > 0) || !(image.rows > 0)) return false
  if (image.instance === own.instance) return true
  if (!hasLevels(image) || !hasLevels(own)) return false
  const isSame = (a: string, b: string): boolean => a === '' || b === '' || a === b
  if (!isSame(image.frameOfReference, own.frameOfReference) || !isSame(image.pyramid, own.pyramid)) return false
  if (!isSame(image.container, own.container)) return false
  const [small, large] = image.columns < own.columns ? [image, own] : [own, image]
  const scale = large.columns / small.columns
  // A pixel of the smaller one is so many of the larger one.
  return Math.abs(small.rows - large.rows / scale) <= ROUNDING + ROUNDING * (small.rows / small.columns)
}

/** As many as may be, the image itself among them. */
function kept(levels: readonly SlideLevel[], own: number): SlideLevel[] {
  if (levels.length <= MAX_LEVELS) return [...levels]
  const place = levels.findIndex(({ instance }) => instance === own)
  const from = Math.max(0, Math.min(place - MAX_LEVELS / 2, levels.length - MAX_LEVELS))
  return levels.slice(from, from + MAX_LEVELS)
}
