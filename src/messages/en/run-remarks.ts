import { count, counted } from '../format.ts'

/** What was clustered. */
type Things = 'images' | 'rows'

/** Sites that are named in a sentence, sources of one, and clusters. */
export const NAMED = 10

interface SampledSite {
  /** By their ids. */
  sources: number[]
  images: number
  drawn: number
}

function siteWords({ sources, images, drawn }: SampledSite): string {
  const others = sources.length > NAMED ? `, and ${count(sources.length - NAMED)} more` : ''
  const of = `${sources.length === 1 ? 'source' : 'sources'} ${sources.slice(0, NAMED).join(', ')}${others}`
  return `${count(drawn)} of the ${counted(images, 'images')} of ${of}`
}

/** @param series that the sample is drawn from */
type SampledBySeries =
  | { why: 'raised'; perSeries: number; raisedFrom: number; series: number }
  | { why: 'few'; perSeries: number; images: number; series: number }

/** What a person has to know before they believe the clusters of a run, a table or a comparison. */
export const RUN_REMARKS = {
  /** @param k those that are larger */
  'more-clusters-than-rows': ({ k, distinctRows, things }: { k: number[]; distinctRows: number; things: Things }) => ({
    problem: `K = ${listed(k)} ${k.length === 1 ? 'exceeds' : 'exceed'} the ${count(distinctRows)} distinct ${distinctRows === 1 ? 'row' : 'rows'}: ${things} that are equal in every feature are split arbitrarily.`,
    remedy: 'Choose a smaller K, or more features.'
  }),

  'clusters-not-found': ({ things }: { things: Things }) => ({
    problem: `No K is the best: no mean silhouette is above 0, so by these features the ${things} form no clusters.`,
    remedy: `Choose other features, or other ${things}.`
  }),

  /** @param least mean silhouette of a substantial structure */
  'structure-weak': ({ least }: { least: number }) => ({
    problem: `No mean silhouette reaches ${least}: by Kaufman and Rousseeuw’s bands, no K shows a substantial structure.`,
    remedy: 'Look at the clusters one by one before you use them, or choose other features.'
  }),

  'largest-k-highest': ({ k }: { k: number }) => ({
    problem: `The silhouette is highest for the largest K, ${k}, and may be higher still beyond it: so no K is called the best.`,
    remedy: 'Try larger values of K.'
  }),

  'silhouettes-searched-for': () => ({
    problem:
      'The medoids of this run were chosen for high silhouettes, so these do not judge its clusters: they may be higher than those of other algorithms for that reason alone, and no K is called the best.',
    remedy: 'Look at the clusters, or evaluate them by their pictures.'
  }),

  /** @param without of all `pairs`, those that share no feature */
  'pairs-share-nothing': ({ without, pairs, things }: { without: number; pairs: number; things: Things }) => ({
    problem: `No feature is shared by ${count(without)} of the ${count(pairs)} pairs of ${things}; their distance counts as 1.`
  }),

  'sample-by-series': (given: SampledBySeries) => {
    const each = given.series === 1 ? 'the only series' : `each of the ${counted(given.series, 'series')}`
    return {
      problem:
        given.why === 'raised'
          ? `The sample has up to ${counted(given.perSeries, 'images')} of a series: ${count(given.raisedFrom)} of ${each} would be too few to cluster. Neighbouring slices look alike, and may decide the clusters.`
          : `The sample has ${counted(given.images, 'images')}: at most ${count(given.perSeries)} of ${each}.`
    }
  },

  /** @param sites the first `NAMED` @param more how many others there are */
  'sample-by-site': ({ sites, more }: { sites: SampledSite[]; more: number }) => ({
    problem: `The sample is stratified by site: ${sites.map(siteWords).join('; ')}${more > 0 ? `; and of ${counted(more, 'more sites')}` : ''}.`
  }),

  /** @param clusters the first `NAMED` of `of` @param k how many clusters there are */
  'clusters-of-one-site': ({ clusters, of, k }: { clusters: number[]; of: number; k: number }) => ({
    problem: `${count(of)} of ${counted(k, 'clusters')} ${of === 1 ? 'has' : 'have'} images of one site only: ${clusters.join(', ')}${of > clusters.length ? `, and ${count(of - clusters.length)} more` : ''}. They may show how a site writes tags, not what it images; compare the sites, and accept mappings between them.`
  }),

  /** Of two clusterings that are compared. @param clusterings one or both */
  'compared-by-sample': ({ clusterings }: { clusterings: string[] }) => ({
    problem: `Of ${clusterings.join(' and ')} only the images of the sample are compared: the others are not assigned yet.`
  }),

  'distances-differ': () => ({
    problem:
      'The runs compare images in different ways, and silhouettes of different distances do not bear comparison: judge by agreement, and by how alike the images look.'
  }),

  'evaluations-differ': () => ({
    problem: 'The evaluations differ in their model or settings, so that their distances do not bear comparison.'
  })
}

/** `3`, `3 and 4`, `3, 4 and 5` */
function listed(numbers: readonly number[]): string {
  if (numbers.length === 1) return String(numbers[0])
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`
}
