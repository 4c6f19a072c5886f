import { expect, test } from 'vitest'
import { SUGGESTED_NOTE } from '../../../src/core/labels/suggested-note.ts'
import { nodeClusters, nodeName } from '../../../src/renderer/stores/tree-nodes.ts'

const cluster = (label: string | null, suggestedLabel = 'CT · HEAD', note = '') => ({
  suggestedLabel,
  annotation: label === null ? null : { label, note }
})

test('a node whose clusters all have one name has it', () => {
  const name = nodeName([cluster('Head'), cluster('Head')])
  expect(name).toEqual({ words: 'Head', kind: 'given', label: 'Head', isNamed: true })
})

test('of several names the node says how many, and how many clusters have none', () => {
  const one = [cluster('Head'), cluster('Neck'), cluster('Neck')]
  expect(nodeName(one)).toMatchObject({ words: '2 names', kind: 'mixed', label: '', isNamed: true })
  expect(nodeName([...one, cluster(null)]).words).toBe('2 names, 1 unnamed')
  expect(nodeName([cluster('Head'), cluster(null), cluster(null)])).toMatchObject({
    words: '“Head”, 2 unnamed',
    kind: 'mixed'
  })
})

test('where none has a name, what the suggested ones begin with is suggested', () => {
  const clusters = [cluster(null, 'CT · HEAD · 5 mm'), cluster(null, 'CT · HEAD · 1 mm')]
  expect(nodeName(clusters)).toEqual({ words: 'CT · HEAD', kind: 'suggested', label: '', isNamed: false })
  expect(nodeName([...clusters, cluster(null, 'MR')])).toMatchObject({ words: 'unnamed', kind: 'none' })
})

test('a name that nobody typed is marked as a suggested one', () => {
  const suggested = cluster('CT · HEAD', 'CT · HEAD', SUGGESTED_NOTE)
  expect(nodeName([suggested])).toEqual({ words: 'CT · HEAD', kind: 'suggested', label: 'CT · HEAD', isNamed: true })
  expect(nodeName([suggested, cluster('CT · HEAD')]).kind).toBe('given')
})

const row = (id: number, size: number, silhouette: number | null, assigned: number | null) => ({
  ...cluster('Head'),
  ...{ id, size, silhouette, assigned }
})

test('the silhouette of a node is that of its images, each in its own cluster', () => {
  const about = nodeClusters([row(3, 30, 0.5, 300), row(1, 10, 0.1, 100)], 40)
  expect(about).toMatchObject({ clusters: [3, 1], isWhole: true, images: 400 })
  expect(about.silhouette).toBeCloseTo(0.4)
})

test('of a part of a cluster nobody knows the images and the silhouette', () => {
  expect(nodeClusters([row(3, 30, 0.5, 300)], 12)).toMatchObject({ isWhole: false, images: null, silhouette: null })
})

test('before images are assigned there are none, and one cluster has no silhouette', () => {
  expect(nodeClusters([row(0, 30, null, null)], 30)).toMatchObject({ isWhole: true, images: null, silhouette: null })
})
