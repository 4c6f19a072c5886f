import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { conditionOfText } from '../../src/core/condition-text.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import type { ImportLabelsParameters } from '../../src/jobs/definitions/label-sets.ts'
import { featuresJob } from '../../src/jobs/features.ts'
import {
  compareLabelsJob,
  importLabelsJob,
  labelSetsJob,
  removeLabelSetJob,
  restoreLabelSetJob
} from '../../src/jobs/label-sets.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, removeInstances, threeKinds, WORK } from './archive.ts'

let catalogue: string
beforeEach(() => {
  // CT at 0, 3, 6, …; MR at 1, 4, …; CR at 2, 5, …; ten images a series.
  catalogue = archive(threeKinds(30, (i) => ({ SeriesInstanceUID: `2.${Math.floor(i / 10)}` })))
})

async function load(text: string, options: Partial<ImportLabelsParameters> = {}) {
  const file = join(temporaryFolder(), 'truth.csv')
  writeFileSync(file, text)
  return importLabelsJob.run({ catalogue, file, key: 'SeriesInstanceUID', conflicts: 'refuse', ...options }, WORK)
}
const imagesOf = async (...texts: string[]) => {
  const where = texts.map(conditionOfText)
  return (await featuresJob.run({ ...withDefaults(featureParameters, { where }), catalogue }, WORK)).images
}
const list = async () => (await labelSetsJob.run({ catalogue }, WORK)).sets.map(({ name, images }) => [name, images])

test('all images of a series get its label, which is a condition then', async () => {
  const imported = await load('SeriesInstanceUID,x\n2.0,Head\n2.1,Knee\n2.9,Hip\n2.8,Hip\n')
  expect(imported).toMatchObject({
    set: {
      name: 'truth',
      images: 20,
      unlabelled: 10,
      gone: 0,
      labels: [
        { label: 'Head', images: 10 },
        { label: 'Knee', images: 10 }
      ],
      origin: { file: 'truth.csv', key: 'SeriesInstanceUID', column: 'x', rows: 4, keys: 4, unmatched: 2 }
    },
    unmatched: {
      keys: 2,
      examples: [
        { key: '2.9', line: 4 },
        { key: '2.8', line: 5 }
      ]
    }
  })
  expect(await imagesOf('Label[truth]=Head')).toBe(10)
  // What has no label is not a head either.
  expect(await imagesOf('Label[truth]!=Head')).toBe(20)
  expect(await imagesOf('Label[truth]~e')).toBe(20)
  // Of the ten images of series 2.0 the heads are 0, 3, 6 and 9.
  expect(await imagesOf('Label[truth]=Head', 'Modality=CT')).toBe(4)
  await expect(imagesOf('Label[lies]=Head')).rejects.toMatchObject({
    code: 'unknown-label-set',
    parameters: { name: 'lies', sets: ['truth'] }
  })
})

test('single images are labelled by their SOP Instance UID', async () => {
  const { set } = await load('SOPInstanceUID,x\n1.3,Head\n1.4,Knee\n', { key: 'SOPInstanceUID', name: 'Two' })
  expect([set.name, set.images, set.unlabelled]).toEqual(['Two', 2, 28])
})

test('numbers are compared as numbers, and ranges of them are conditions', async () => {
  await load('SeriesInstanceUID,grade\n2.0,1\n2.1,2.0\n2.2,3\n')
  expect(await imagesOf('Label[truth]=2')).toBe(10)
  expect(await imagesOf('Label[truth]=1..2')).toBe(20)
})

test('nothing is kept where no image has one of the keys, or the archive has no such tag', async () => {
  const unmatched = { code: 'label-file', parameters: { why: 'unmatched', keys: 2, example: '7.0' } }
  await expect(load('SeriesInstanceUID,x\n7.0,Head\n7.1,Knee\n')).rejects.toMatchObject(unmatched)
  await expect(load('StudyInstanceUID,x\n2.0,Head\n', { key: 'StudyInstanceUID' })).rejects.toMatchObject({
    code: 'label-file',
    parameters: { why: 'unmatched', key: 'StudyInstanceUID' }
  })
  expect(await list()).toEqual([])
})

test('images that have gone are told, and labels are removed and restored by name', async () => {
  await load('SeriesInstanceUID,x\n2.0,Head\n')
  removeInstances(catalogue, 0)
  const [set] = (await labelSetsJob.run({ catalogue }, WORK)).sets
  expect([set.images, set.gone, set.unlabelled]).toEqual([9, 1, 20])
  await removeLabelSetJob.run({ catalogue, name: 'truth' }, WORK)
  expect(await list()).toEqual([])
  await expect(imagesOf('Label[truth]=Head')).rejects.toMatchObject({ parameters: { isRemoved: true } })
  await restoreLabelSetJob.run({ catalogue, name: 'truth' }, WORK)
  expect(await list()).toEqual([['truth', 9]])
})

test('a name that is taken is refused, and one that is none before the file is read', async () => {
  await load('SeriesInstanceUID,x\n2.0,Head\n')
  await expect(load('SeriesInstanceUID,x\n2.0,Head\n')).rejects.toMatchObject({ code: 'label-set-name-taken' })
  await expect(load('no table', { name: 'a]' })).rejects.toMatchObject({ code: 'bad-label-set-name' })
})

describe('clusters beside labels', () => {
  const compare = (name = 'truth') => compareLabelsJob.run({ catalogue, run: '1.3', name }, WORK)
  /** A label for each image by its number; '' for none. */
  const loadOf = (labelOf: (i: number) => string) =>
    load(`SOPInstanceUID,x\n${[...Array(30).keys()].map((i) => `1.${i},${labelOf(i)}\n`).join('')}`, {
      key: 'SOPInstanceUID'
    })
  beforeEach(async () => {
    await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
    await assignJob.run({ catalogue, run: '1.3' }, WORK)
  })

  test('agree fully where each label is one cluster', async () => {
    await loadOf((i) => ['CT', 'MR', 'CR'][i % 3])
    const found = await compare()
    expect(found).toMatchObject({
      images: 30,
      withoutLabel: 0,
      ari: 1,
      homogeneity: 1,
      completeness: 1,
      disagreeing: 0
    })
    expect(found.ami).toBeCloseTo(1, 12)
    expect(found.pairs.map(({ images }) => images)).toEqual([10, 10, 10])
    expect(found.clusters.map(({ usual, agreeing }) => [usual, agreeing]).sort()).toEqual([
      ['CR', 10],
      ['CT', 10],
      ['MR', 10]
    ])
  })

  test('disagree in images that are not what most of their cluster are; without a label there is nothing to agree on', async () => {
    // Of the ten CT one is called MR, and one has no label.
    await loadOf((i) => (i === 3 ? 'MR' : i === 6 ? '' : ['CT', 'MR', 'CR'][i % 3]))
    const found = await compare()
    expect(found).toMatchObject({ images: 29, withoutLabel: 1, withoutCluster: 0, disagreeing: 1 })
    expect(found.clusters.find(({ usual }) => usual === 'CT')).toMatchObject({ images: 9, unlabelled: 1, agreeing: 8 })
    expect(found.classes).toEqual([
      { code: 2, label: 'MR', images: 11 },
      { code: 3, label: 'CR', images: 10 },
      { code: 1, label: 'CT', images: 8 }
    ])
  })

  test('where labels tie in a cluster, none is its own, and all disagree', async () => {
    await loadOf((i) => (i % 3 === 0 ? (i < 15 ? 'A' : 'B') : ''))
    const { clusters, disagreeing } = await compare()
    expect(clusters.find(({ images }) => images > 0)).toMatchObject({ images: 10, usual: null, agreeing: 0 })
    expect(disagreeing).toBe(10)
  })
})
