import { expect, test } from 'vitest'
import { clusterWords, heightWords, nodeWords } from '../../../../src/renderer/views/tree/node-words.ts'

const name = { words: 'Head', kind: 'given', label: 'Head', isNamed: true } as const
const node = { children: [0, 1] as [number, number], height: 0.3125, size: 40, instance: 7, clusters: null }

test('a node is told of by its clusters, its images, its height and its silhouette', () => {
  const about = { clusters: [2, 5], isWhole: true, name, images: 1200, silhouette: 0.456 }
  expect(nodeWords(node, about)).toBe('2 clusters, 1,200 images, height 0.313, silhouette 0.46')
})

test('before images are assigned those of the sample count, and what is not known is left out', () => {
  const about = { clusters: [2], isWhole: false, name, images: null, silhouette: null }
  expect(nodeWords(node, about)).toBe('part of cluster 2, 40 images of the sample, height 0.313')
  expect(nodeWords({ ...node, children: null, height: 0, size: 1 }, null)).toBe('1 image of the sample, height –')
})

test('a leaf has no height, what was merged at 0 has', () => {
  expect(heightWords({ children: null, height: 0 })).toBe('–')
  expect(heightWords({ children: [0, 1], height: 0 })).toBe('0.000')
  expect(heightWords({ children: null, height: 0.25 })).toBe('0.250')
})

test('one cluster goes by its number, several by how many they are', () => {
  expect(clusterWords({ clusters: [7], isWhole: true })).toBe('cluster 7')
  expect(clusterWords({ clusters: [7, 8], isWhole: false })).toBe('part of 2 clusters')
})
