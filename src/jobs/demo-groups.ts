import { findClustering, loadRun } from '../core/catalogue/runs.ts'
import { adjustedMutualInformation } from '../core/evaluation/agreement.ts'
import { NO_CLASS } from '../core/features/classes.ts'
import { FIRST_VALUE } from '../core/tag-codes.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Work } from '../core/work.ts'
import type { PhantomOptions } from '../phantom/archive.ts'
import { groupName, phantomGroups } from '../phantom/groups.ts'
import { reading } from './catalogues.ts'
import { clusterByMethods } from './compare-methods.ts'

/** How far the clusters of a method are the groups that a synthetic archive was made of. */
export interface GroupAgreement {
  method: string
  /** Adjusted mutual information; null where no image is of the archive. */
  ami: number | null
}

/** Modality, region, plane and contrast together, of the sample of a run by each method. */
export function groupAgreement(
  catalogue: string,
  clustering: string,
  archive: PhantomOptions,
  { signal }: Work
): Promise<GroupAgreement[]> {
  return reading(catalogue, async (reader) => {
    const name = findClustering(reader.db, clustering)
    const classes = classesOfPhantom(reader, loadRun(reader.db, name.run).sample, archive)
    const all = await clusterByMethods(reader, name, { signal })
    return all.map(({ method, labels }) => ({ method, ami: adjustedMutualInformation(labels, classes) }))
  })
}

function classesOfPhantom(reader: CatalogueReader, images: Uint32Array, archive: PhantomOptions): Int32Array {
  const uids = reader.column(reader.find('SOPInstanceUID')!.id, images)
  const groups = phantomGroups(archive)
  const codes = new Map<string, number>()
  return Int32Array.from(uids.codes, (code) => {
    const group = code < FIRST_VALUE ? undefined : groups.get(uids.texts[code])
    if (group === undefined) return NO_CLASS
    const name = groupName(group)
    if (!codes.has(name)) codes.set(name, codes.size)
    return codes.get(name)!
  })
}
