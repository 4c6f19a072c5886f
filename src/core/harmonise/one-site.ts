import type { Database } from 'better-sqlite3'
import { count, counted } from '../../messages/format.ts'
import { UNASSIGNED } from '../catalogue/assigned.ts'
import { SourceFinder } from '../catalogue/instance-sources.ts'
import { sourceName } from '../catalogue/source-names.ts'

/** A cluster is marked where chance would hardly ever draw as many images of one site alone. */
const UNLIKELY = 0.001

/** Clusters that are named in a sentence. */
const NAMED = 10

/**
 * The clusters whose images of the sample are all of one site, although others have images, too, and as many of one site would hardly come
 * together by chance.
 * @param sample ids, ascending @param labels the cluster of each
 * @returns ascending
 */
export function oneSiteClusters(db: Database, sample: Uint32Array, labels: ArrayLike<number>): number[] {
  const siteOf = sitesOfSources(db)
  const sites = Array.from(new SourceFinder(db).of(sample), siteOf)
  const all = new Map<string, number>()
  for (const site of sites) all.set(site, (all.get(site) ?? 0) + 1)
  if (all.size < 2) return []
  const clusters = new Map<number, { site: string | null; images: number }>()
  sites.forEach((site, row) => {
    if (labels[row] === UNASSIGNED) return
    const cluster = clusters.get(labels[row])
    if (cluster === undefined) clusters.set(labels[row], { site, images: 1 })
    else {
      cluster.images++
      if (cluster.site !== site) cluster.site = null
    }
  })
  return [...clusters]
    .filter(([, { site, images }]) => site !== null && (all.get(site)! / sites.length) ** images < UNLIKELY)
    .map(([cluster]) => cluster)
    .sort((a, b) => a - b)
}

/** Sources of one merged catalogue are one site. */
function sitesOfSources(db: Database): (source: number) => string {
  const known = new Map<number, string>()
  return (source) => {
    let site = known.get(source)
    if (site === undefined) {
      const name = sourceName(db, source)
      known.set(source, (site = name === null ? `source ${source}` : `merged ${name}`))
    }
    return site
  }
}

/** What a person has to know of clusters that are of one site only: a sentence, or none. @param k how many clusters there are */
export function oneSiteRemarks(clusters: readonly number[], k: number): string[] {
  if (clusters.length === 0) return []
  const named = clusters.slice(0, NAMED).join(', ')
  const more = clusters.length > NAMED ? `, and ${count(clusters.length - NAMED)} more` : ''
  const have = clusters.length === 1 ? 'has' : 'have'
  return [
    `${count(clusters.length)} of ${counted(k, 'clusters')} ${have} images of one site only: ${named}${more}. They may show how a site writes tags, not what it images; compare the sites, and accept mappings between them.`
  ]
}
