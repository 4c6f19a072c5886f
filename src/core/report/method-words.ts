import { count, counted, decimal, percent } from '../../messages/format.ts'
import type { ComparedSelection } from '../catalogue/stored/comparison.ts'
import { LEAST_COLUMNS } from '../clustering/limits.ts'
import { methodNamed } from '../features/methods.ts'
import { firstWords } from '../features/selections.ts'
import type { PublicAgreement } from './public-agreement.ts'

/** What one method comes to on the sample of a run. */
export interface MethodFigures extends Pick<
  ComparedSelection,
  'columns' | 'silhouette' | 'largest' | 'stability' | 'visual'
> {
  /** Name of one of `METHODS`. */
  method: string
  tags: number
  /** Clusters whose medoids have under 20 % of the columns. */
  sparseMedoids: number
  /** The share of the images that are nearer to another cluster. */
  nearerElsewhere: number
  /** Adjusted Rand index with the clusters of the run. */
  likeRun: number
  /** Of clusters made without the tag, and without what gives it away. */
  modality: PublicAgreement | null
  bodyPart: PublicAgreement | null
}

/** The method of a run beside the others, on its sample and by what else was asked of it. */
export interface MethodComparison {
  /** The one of the run. */
  method: string
  k: number
  /** Images clustered, and those of them that stability and agreement are about. */
  images: number
  judged: number
  /** Which tags come first, by name of one of `SELECTIONS`. */
  select: string
  /** The run compares pictures, too, and its sample was clustered without them for this. */
  byTagsAlone: boolean
  /** The model, and the images of which it has seen the pictures; null where there is none. */
  visual: { model: number; images: number } | null
  withoutVisual: keyof typeof WITHOUT_VISUAL | null
  /** The paper's first. */
  methods: MethodFigures[]
}

/** Why methods were not compared. */
export type NoMethods = keyof typeof WITHOUT_METHODS

/** Each figure of the table with that of each method. */
export function methodRows({ methods, k }: MethodComparison): { name: string; cells: string[] }[] {
  const least = percent(LEAST_COLUMNS, 0)
  const figures: [name: string, cell: (of: MethodFigures) => string][] = [
    ['Tags', ({ tags }) => count(tags)],
    ['Columns that count', ({ columns }) => count(columns)],
    ['Images in the largest cluster', ({ largest }) => percent(largest)],
    [`Medoids with under ${least} of the columns`, ({ sparseMedoids }) => `${sparseMedoids} of ${k}`],
    ['Images nearer to another cluster', ({ nearerElsewhere }) => percent(nearerElsewhere)],
    ['Stability', ({ stability }) => decimal(stability, 2)],
    ['Modality: homogeneity', ({ modality }) => decimal(modality?.homogeneity, 2)],
    ['Modality: NMI', ({ modality }) => decimal(modality?.nmi, 2)],
    ['Body part: homogeneity', ({ bodyPart }) => decimal(bodyPart?.homogeneity, 2)],
    ['Body part: NMI', ({ bodyPart }) => decimal(bodyPart?.nmi, 2)],
    ['Visual distance / permuted', ({ visual }) => decimal(visual && visual.clustered / visual.permuted, 2)],
    ['Mean silhouette, of its own distances', ({ silhouette }) => decimal(silhouette)]
  ]
  return figures.map(([name, cell]) => ({ name, cells: methods.map(cell) }))
}

/** What was compared. */
export function methodIntroduction({ method, methods, images, k, select, byTagsAlone }: MethodComparison): string {
  const others = methods.filter((each) => each.method !== method)
  return [
    `This run compares images by the method ${method}.`,
    `The same ${counted(images, 'images')} were clustered by ${others.map((each) => `the method ${each.method}`).join(' and ')}, too, for the same K = ${k}, with the same seed, algorithm and choice of tags: those ${firstWords(select)}, of the tags that the method admits.`,
    ...(byTagsAlone ? ['It compares pictures, too; here its images were clustered by tags alone.'] : []),
    ...methods.map(({ method: name }) => `${name[0].toUpperCase()}${name.slice(1)}: ${methodNamed(name).help}.`)
  ].join(' ')
}

/** What the figures mean. */
export function methodNotes({ method, methods, images, judged, visual, withoutVisual }: MethodComparison): string[] {
  const others = methods.filter((each) => each.method !== method)
  const some = judged < images ? ` These two and stability are of ${count(judged)} of the images.` : ''
  return [
    ...others.map(
      ({ method: other, likeRun }) =>
        `Clusters of ${other} and of ${method}: adjusted Rand index ${decimal(likeRun, 2)} (1: the same clusters, 0: no more in common than chance).`
    ),
    'Stability: mean adjusted Rand index of the clusters of five subsets of 80 %. Where one cluster holds most images, it means little.',
    `Modality and body part: how far each cluster holds only one (homogeneity), and normalised mutual information, of clusters made without these tags and those that give them away.${some}`,
    visual === null
      ? `Visual distance: ${WITHOUT_VISUAL[withoutVisual ?? 'no-model']}.`
      : `Visual distance: cosine distance of pictures to the centres of their clusters, divided by that under permuted labels (1: no more alike than by chance), by model ${visual.model} on ${counted(visual.images, 'images')} that it has not learnt from.`,
    'Silhouettes of different distances cannot be compared: judge the methods by agreement, stability and visual distance.'
  ]
}

const WITHOUT_VISUAL = {
  'no-model': 'no model that could compare pictures was there',
  'no-pictures': 'too few images that the model has not learnt from have a picture that can be decoded',
  'model-unusable': 'the model can no longer be used'
}

/** Why there is no comparison. */
export function noMethodsWords(why: NoMethods): string {
  return `Methods were not compared: ${WITHOUT_METHODS[why]}.`
}

const WITHOUT_METHODS = {
  'one-cluster': 'one cluster is the same by each of them',
  'few-images': 'subsets of so few images cannot have so many clusters',
  'nothing-to-compare': 'by one of them there is nothing to compare in these images',
  'images-gone': 'no image that the run is about is in the archive any more',
  'no-longer-possible': 'what the run asked for is no longer possible in this archive',
  'too-large': 'there is too little memory to cluster so many images again'
}
