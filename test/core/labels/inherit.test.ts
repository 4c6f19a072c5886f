import { expect, test } from 'vitest'
import { inheritedLabels } from '../../../src/core/labels/inherit.ts'
import { fakeSource, label } from './fake-source.ts'

/** What the images without a label inherit, by instance. @param images series and label of each, '' for none; undefined: no series */
function inherited(...images: [series: string | undefined, label: string][]) {
  const { tags } = fakeSource([
    { tag: '(0020,000E)', keyword: 'SeriesInstanceUID', vr: 'UI', values: images.map(([series]) => series) }
  ])
  const has = (i: number): boolean => images[i][1] !== ''
  const all = [...images.keys()]
  const found = inheritedLabels(
    tags,
    new Map(all.filter(has).map((i) => [i, label(i, images[i][1])])),
    Uint32Array.from(all.filter((i) => !has(i)))
  )
  return [...found].map(([instance, { label, share }]) => [instance, label.label, share])
}

test('the other images of a series get the label of the one that has one, whatever its place', () => {
  expect(inherited(['a', ''], ['b', ''], ['a', 'Head'], ['a', ''])).toEqual([
    [0, 'Head', 1],
    [3, 'Head', 1]
  ])
})

test('where the labelled images of a series disagree, most of them count, with their share', () => {
  expect(inherited(['a', 'Localizer'], ['a', 'Head'], ['a', 'Head'], ['a', ''])).toEqual([[3, 'Head', 2 / 3]])
})

test('where as many have another label, nothing is inherited', () => {
  expect(inherited(['a', 'Localizer'], ['a', 'Head'], ['a', ''])).toEqual([])
  expect(inherited(['a', 'x'], ['a', 'y'], ['a', 'y'], ['a', 'x'], ['a', 'z'], ['a', ''])).toEqual([])
})

test('images without a series inherit nothing from each other', () => {
  expect(inherited([undefined, 'Head'], [undefined, ''], ['', 'Head'], ['', ''])).toEqual([])
  const { tags } = fakeSource([{ tag: '(0008,0060)', keyword: 'Modality', vr: 'CS', values: ['CT', 'CT'] }])
  expect(inheritedLabels(tags, new Map([[0, label(0, 'Head')]]), Uint32Array.of(1)).size).toBe(0)
})

test('a name with two codes is two labels', () => {
  const values = ['a', 'a', 'a', 'a']
  const { tags } = fakeSource([{ tag: '(0020,000E)', keyword: 'SeriesInstanceUID', vr: 'UI', values }])
  const labels = [label(0, 'Head', '1', 'SCT', 'x'), label(1, 'Head', '2', 'SCT', 'y')]
  expect(inheritedLabels(tags, new Map(labels.entries()), Uint32Array.of(3)).size).toBe(0)
  const twoOf = [...labels, label(2, 'Head', '2', 'SCT', 'y')]
  expect(inheritedLabels(tags, new Map(twoOf.entries()), Uint32Array.of(3)).get(3)).toMatchObject({
    label: { code: '2' },
    share: 2 / 3
  })
})
