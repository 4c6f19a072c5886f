import { count, counted, percent } from '../format.ts'

interface Looked {
  /** ISO 8601, UTC. */
  time: string
  /** Files that were read, are gone, and may still be copied. */
  read: number
  removed: number
  resting: number
  /** Images that were assigned for the first time. */
  assigned: number
  clustering: string
  /** null where nothing was assigned before. */
  drift: { images: number; far: number } | null
  /** The clusters with the most far images. */
  clusters: { cluster: number; images: number; far: number }[]
}

/** A folder that is watched. Its log has counts and numbers of clusters alone. */
export const WATCH = {
  'watch-began': ({
    folders,
    told,
    every,
    clustering
  }: {
    folders: number
    /** Those of which the system tells changes. */
    told: number
    every: string
    clustering: string
  }) => ({
    problem: `Watching ${counted(folders, 'folders')} for clustering ${clustering}: every ${every}${told === 0 ? '' : folders === told ? ', and when files change' : `, and when files change in ${count(told)} of them`}.`
  }),

  'watch-looked': ({ time, read, removed, resting, assigned, clustering, drift, clusters }: Looked) => ({
    problem: `${time}: ${[
      `${counted(read, 'files')} read`,
      ...(removed > 0 ? [`${counted(removed, 'files')} gone`] : []),
      ...(resting > 0 ? [`${counted(resting, 'files')} not at rest yet`] : []),
      `${counted(assigned, 'images')} assigned to ${clustering}`
    ].join(', ')}.${drift === null || drift.images === 0 ? '' : ` ${driftWords(drift, clusters)}`}`
  })
}

function driftWords({ images, far }: { images: number; far: number }, clusters: Looked['clusters']): string {
  const where = clusters.map((each) => `${count(each.far)} of ${count(each.images)} in cluster ${each.cluster}`)
  return `Of ${counted(images, 'new images')}, ${count(far)} (${percent(far / images)}) lie farther from their medoid than 95% of the images of the fit; 5% are expected${where.length === 0 ? '' : `: ${where.join(', ')}`}.`
}
