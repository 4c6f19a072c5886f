import type { Database } from 'better-sqlite3'
import { count, counted } from '../../messages/format.ts'
import { UNASSIGNED } from '../catalogue/assigned.ts'
import { type Site, sitesAmong } from './sites.ts'

/** A cluster is marked where chance would hardly ever draw as many images of one site alone. */
const UNLIKELY = 0.001

/** Clusters that are named in a sentence. */
const NAMED = 10

/** A cluster whose images of the sample are all of one site. */
interface OneSiteCluster {
  cluster: number
  site: Site
}

/**
 * The clusters whose images of the sample are all of one site, although others have images, too, and as many of one site would hardly come
 * together by chance.
 * @param sample ids, ascending @param labels the cluster of each
 * @returns by cluster, ascending
 */
export function oneSiteClusters(db: Database, sample: Uint32Array, labels: ArrayLike<number>): OneSiteCluster[] {
  const { sites, of } = sitesAmong(db, sample)
  if (sites.length < 2) return []
  const clusters = new Map<number, { site: number | null; images: number }>()
  of.forEach((site, row) => {
    if (labels[row] === UNASSIGNED) return
    const cluster = clusters.get(labels[row])
    if (cluster === undefined) clusters.set(labels[row], { site, images: 1 })
    else {
      cluster.images++
      if (cluster.site !== site) cluster.site = null
    }
  })
  return [...clusters]
    .flatMap(([cluster, { site, images }]) => (site === null ? [] : [{ cluster, site: sites[site], images }]))
    .filter(({ site, images }) => (site.images / sample.length) ** images < UNLIKELY)
    .map(({ cluster, site }) => ({ cluster, site }))
    .sort((a, b) => a.cluster - b.cluster)
}

/** What a person has to know of clusters that are of one site only: a sentence, or none. @param k how many clusters there are */
export function oneSiteRemarks(clusters: readonly OneSiteCluster[], k: number): string[] {
  if (clusters.length === 0) return []
  const named = clusters
    .slice(0, NAMED)
    .map(({ cluster }) => cluster)
    .join(', ')
  const more = clusters.length > NAMED ? `, and ${count(clusters.length - NAMED)} more` : ''
  const have = clusters.length === 1 ? 'has' : 'have'
  return [
    `${count(clusters.length)} of ${counted(k, 'clusters')} ${have} images of one site only: ${named}${more}. They may show how a site writes tags, not what it images; compare the sites, and accept mappings between them.`
  ]
}
