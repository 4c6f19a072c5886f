import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import { listedImages } from '../core/catalogue/listed-images.ts'
import type { EditChoice } from '../core/catalogue/stored/edit.ts'
import { MedoidError } from '../core/errors.ts'
import { matching } from '../core/features/where.ts'
import type { EditState } from './edit.ts'
import type { RejectParameters } from './definitions/edit.ts'

export interface ChosenImages {
  /** Ids, ascending, of live images that the method has put into a cluster. */
  instances: Uint32Array
  choice: EditChoice
}

/** The images that somebody means: rejected ones only where they are listed, not where conditions happen to hold for them. */
export async function chosenImages(
  { reader, base, shape, work }: EditState,
  { where, images: file, instances: numbers }: Pick<RejectParameters, 'where' | 'images' | 'instances'>
): Promise<ChosenImages> {
  if (where.length === 0 && file === undefined && numbers === undefined) {
    throw new MedoidError('edit-impossible', { why: 'which-images' })
  }
  const isListed = file !== undefined || numbers !== undefined
  const { clusters } = isListed ? base : shape
  const isIn = (instance: number): boolean => instance < clusters.length && clusters[instance] !== UNASSIGNED
  let candidates = file === undefined ? reader.live() : (await listedImages(reader, file, work)).instances
  if (numbers !== undefined) {
    const listed = new Set(numbers)
    candidates = candidates.filter((instance) => listed.has(instance))
  }
  const choice: EditChoice = {
    by: file !== undefined ? 'list' : numbers !== undefined ? 'window' : 'conditions',
    where: [...where],
    clustering: null
  }
  return { instances: matching(reader, where, candidates.filter(isIn)), choice }
}
