import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import type { ClusterLabel } from '../core/catalogue/annotations.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { clusterChunks, findClustering, firstOf, loadClustering, UNASSIGNED } from '../core/catalogue/runs.ts'
import { MedoidError } from '../core/errors.ts'
import { cohensKappa, type Kappa, kappaWithError, type KappaWithError } from '../core/evaluation/kappa.ts'
import { clusterLabels, namingsOf } from '../core/labels/annotate.ts'
import { nameCategories } from '../core/labels/same-names.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AgreementParameters } from './definitions/agreement.ts'

/** How far two namings of the clusters of a clustering agree. */
export interface NamingAgreement {
  clustering: string
  /** '' is the naming that everybody shares. */
  first: Reader
  second: Reader
  /** Every cluster, in the order of their ids. */
  clusters: NamedTwice[]
  /** Clusters that both named, and those of them whose names mean the same. */
  both: number
  agreed: number
  /** Over the clusters that both named; null where there is none. */
  kappa: KappaWithError | null
  /** The same where each cluster counts by its images. They are no independent samples, so this has no standard error. */
  byImages: Kappa | null
}

export interface Reader {
  naming: string
  /** Who gave the names that count now, as far as that is known. */
  authors: string[]
  /** Clusters that have a name. */
  named: number
}

interface NamedTwice {
  cluster: number
  /** Live images: all that are assigned, else those of the sample. */
  images: number
  first: ClusterLabel | null
  second: ClusterLabel | null
  /** null where one of them has no name. */
  isSame: boolean | null
}

export const agreementJob: Job<AgreementParameters, NamingAgreement> = {
  run: ({ catalogue, run, naming, with: other }) =>
    reading(catalogue, (reader) => namingAgreement(reader, run, other, naming))
}

/**
 * Compares the names of the clusters of a clustering in two namings.
 * @param clustering `R.K`, or `R` for the best K of run R
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `unknown-naming` where no cluster has a name in one of them
 */
export function namingAgreement(
  reader: CatalogueReader,
  clustering: string,
  first: string,
  second: string
): NamingAgreement {
  const { db } = reader
  const name = findClustering(db, clustering)
  const [ours, theirs] = [first, second].map((naming) => clusterLabels(db, name, naming))
  const sides = [ours, theirs].map((labels, i) => readerOf([first, second][i], labels))
  for (const { naming, named } of sides) {
    if (named > 0) continue
    const namings = namingsOf(db, name)
    throw new MedoidError('unknown-naming', { clustering: formatClustering(name), naming, namings })
  }
  const categoryOf = nameCategories([...ours.values(), ...theirs.values()])
  const images = imagesOf(reader, name)
  const clusters = loadClustering(db, name).clusters.map(({ id }): NamedTwice => {
    const [one, other] = [ours.get(id) ?? null, theirs.get(id) ?? null]
    const isSame = one === null || other === null ? null : categoryOf(one) === categoryOf(other)
    return { cluster: id, images: images.get(id) ?? 0, first: one, second: other, isSame }
  })
  const both = clusters.filter(({ isSame }) => isSame !== null)
  const categories = ([0, 1] as const).map((side) => both.map((each) => categoryOf((side ? each.second : each.first)!)))
  return {
    clustering: formatClustering(name),
    first: sides[0],
    second: sides[1],
    clusters,
    both: both.length,
    agreed: both.filter(({ isSame }) => isSame).length,
    kappa: kappaWithError(categories[0], categories[1]),
    byImages: cohensKappa(
      categories[0],
      categories[1],
      both.map((each) => each.images)
    )
  }
}

function readerOf(naming: string, labels: ReadonlyMap<number, ClusterLabel>): Reader {
  const authors = new Set([...labels.values()].map(({ author }) => author).filter((author) => author !== ''))
  return { naming, authors: [...authors].sort(), named: labels.size }
}

/** Live images by cluster. */
function imagesOf(reader: CatalogueReader, name: ClusteringName): Map<number, number> {
  const images = new Map<number, number>()
  for (const { chunk, clusters } of clusterChunks(reader.db, name)) {
    clusters.forEach((cluster, row) => {
      if (cluster === UNASSIGNED || !reader.isLive(firstOf(chunk) + row)) return
      images.set(cluster, (images.get(cluster) ?? 0) + 1)
    })
  }
  return images
}
