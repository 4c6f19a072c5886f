import { type Contradiction, type ContradictionGroup, findContradictions } from '../../core/contradictions/find.ts'
import { conditions, conditionWords } from '../../core/conditions.ts'
import { imagesWhere } from '../../core/features/where.ts'
import { type Infer, object } from '../../core/schema.ts'
import { today } from '../../jobs/check-tags.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, slowQuestion } from '../method.ts'
import { limit, offset, type Page } from './arguments.ts'

/** Values that contradict each other, in words. */
export interface FoundContradiction extends Omit<Contradiction, 'groups'> {
  groups: (ContradictionGroup & { words: string })[]
}

const some = object({ where: conditions, offset, limit })

/** Values of one image that cannot all be right. */
export const contradictions = {
  'contradictions.find': slowQuestion(nothing, async ({ reader }, _, work): Promise<FoundContradiction[]> => {
    const found = await findContradictions(reader, today(), work)
    return found.map((each) => ({
      ...each,
      groups: each.groups.map((group) => ({ ...group, words: group.where.map(conditionWords).join(', ') }))
    }))
  }),
  'contradictions.images': slowQuestion(some, imagesOf)
}

function imagesOf({ reader }: OpenCatalogue, { where, offset, limit }: Infer<typeof some>): Page<{ instance: number }> {
  const images = imagesWhere(reader, where)
  const rows = Array.from(images.subarray(offset, offset + limit), (instance) => ({ instance }))
  return { total: images.length, rows }
}
