import { expect, test } from 'vitest'
import type { FoundContradiction, Page } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { archive } from '../jobs/archive.ts'

const service = new Service()
const image = (i: number, more: Record<string, string>) => ({ SOPInstanceUID: `1.2.${i}`, Rows: '10', ...more })

test('values that contradict each other are found, with the images of each', async () => {
  const file = archive([
    image(0, { Laterality: 'L', SeriesDescription: 'Knee right' }),
    image(1, { Laterality: 'R', SeriesDescription: 'Knee right' }),
    image(2, { Laterality: 'L', SeriesDescription: 'Knee right' })
  ])
  const found = (await service.answer('contradictions.find', {}, file)) as FoundContradiction[]
  expect(found).toMatchObject([
    {
      code: 'laterality',
      images: 2,
      groups: [{ images: 2, instance: 0, words: 'Laterality is L, SeriesDescription is Knee right' }]
    }
  ])
  const [{ where }] = found[0].groups
  const page = (await service.answer('contradictions.images', { where, offset: 1, limit: 10 }, file)) as Page<object>
  expect(page).toEqual({ total: 2, rows: [{ instance: 2 }] })
})
