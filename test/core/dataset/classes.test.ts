import { expect, test } from 'vitest'
import type { ClusterLabel } from '../../../src/core/catalogue/annotations.ts'
import { classesOf, type DatasetClass } from '../../../src/core/dataset/classes.ts'
import fc from '../../fast-check.ts'

function classes(names: readonly (string | null)[]): DatasetClass[] {
  const labels = new Map(names.flatMap((label, i) => (label === null ? [] : [[i, { label } as ClusterLabel]])))
  return classesOf({ filled: [...names.keys()], labels, suggested: null }).classes
}

test('a class is called as its cluster; clusters of one name are one class, those without a name have their number', () => {
  expect(classes(['Brain MR', null, 'Brain MR'])).toEqual([
    { name: 'Brain MR', folder: 'Brain_MR', clusters: [0, 2] },
    { name: 'cluster-1', folder: 'cluster-1', clusters: [1] }
  ])
})

test('in the order of their folders, in which torchvision numbers them: capitals first', () => {
  expect(classes(['knee', 'Hip', 'ankle']).map(({ folder }) => folder)).toEqual(['Hip', 'ankle', 'knee'])
})

test('a suggested name counts where somebody asks for these', () => {
  const { classes, classOf } = classesOf({ filled: [3], labels: new Map(), suggested: new Map([[3, 'Chest CR']]) })
  expect(classes).toEqual([{ name: 'Chest CR', folder: 'Chest_CR', clusters: [3] }])
  expect(classOf.get(3)).toBe(0)
})

test('names that file systems refuse, or take for one', () => {
  const folders = classes(['../../etc', 'a/b', 'a b', 'CON', '…', 'Schädel', 'HEAD', 'head']).map((each) => each.folder)
  expect(folders).toEqual(['HEAD', 'Schädel', 'a_b', 'a_b_2', 'class', 'class_CON', 'etc', 'head_2'])
})

test('whatever names are, their folders are different, plain and short', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })), (names) => {
      const folders = classes(names).map(({ folder }) => folder)
      expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(names.length)
      for (const folder of folders) {
        expect(folder).toMatch(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]*$/u)
        expect(Buffer.byteLength(folder)).toBeLessThan(255)
      }
    })
  )
})
