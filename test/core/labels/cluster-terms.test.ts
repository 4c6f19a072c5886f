import { expect, test } from 'vitest'
import { clusterTerms, facetColumns } from '../../../src/core/labels/cluster-terms.ts'
import { idsOf, sourceOf } from './headers.ts'

/** What can be said of clusters of images with these headers. */
const termsOf = (headers: Record<string, string>[], labels: number[], k: number): string[][] =>
  clusterTerms(facetColumns(sourceOf(headers), idsOf(headers)), labels, k).map((terms) =>
    terms.map(({ text }) => text).filter((text) => text !== 'grey')
  )
const all = (keyword: string, values: string[]): Record<string, string>[] =>
  values.map((value) => ({ [keyword]: value }))

test('a word holds for more than half of a cluster, however it is written', () => {
  const headers = all('BodyPartExamined', ['HEAD', 'Head', 'NECK', 'HEAD', 'NECK', 'ARM', 'ARM', ''])
  expect(termsOf(headers, [0, 0, 0, 0, 1, 1, 1, 1], 2)).toEqual([['HEAD'], []])
})

test('modalities and regions that a cluster is made of are told together', () => {
  const headers = all('Modality', ['CT', 'CT', 'CT', 'PT', 'PT', 'PT', 'MR', 'US', 'XA', 'DX', 'CR', 'NM'])
  expect(termsOf(headers, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], 2)).toEqual([['CT/PT'], []])
})

test('numbers are one, a range of most of them, or nothing where they differ much', () => {
  const values = ['4', '4', '4', '2', '2.5', '3', '1', '5', '20', '', '', '7']
  const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
  expect(termsOf(all('SliceThickness', values), labels, 4)).toEqual([['4 mm'], ['2–3 mm'], [], []])
})

test('outliers at the ends of a range are left out', () => {
  const values = ['0.1', ...Array<string>(30).fill('1'), '900']
  expect(termsOf(all('EchoTime', values), Array<number>(32).fill(0), 1)).toEqual([['TE 1 ms']])
})

test('shares here and elsewhere', () => {
  const headers = all('Modality', ['CT', 'CT', 'MR', 'CT', 'MR', 'MR', 'MR'])
  const [[modality]] = clusterTerms(facetColumns(sourceOf(headers), idsOf(headers)), [0, 0, 0, 1, 1, 1, 1], 2)
  expect([modality.text, modality.share, modality.shareElsewhere]).toEqual(['CT', 2 / 3, 1 / 4])
})

test('one cluster has nothing elsewhere, one without images nothing at all', () => {
  const headers = all('Modality', ['CT'])
  const [[modality], empty] = clusterTerms(facetColumns(sourceOf(headers), idsOf(headers)), [0], 2)
  expect([modality.share, modality.shareElsewhere, empty]).toEqual([1, 0, []])
})
