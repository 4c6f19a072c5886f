import { expect, test } from 'vitest'
import { keySections } from '../../src/renderer/keys.ts'

const shown = Object.fromEntries(
  keySections().map(({ title, rows }) => [title, rows.map(({ keys, does }) => `${keys.join(' ')}: ${does}`)])
)

test('the dialog tells of the keys of every view that has some', () => {
  expect(Object.keys(shown)).toEqual([
    'Everywhere',
    'Lists and galleries',
    'Archive',
    'Tags',
    'Sources',
    'Tag review',
    'Features',
    'Clusters',
    'Review of clusters',
    'Rejected images',
    'Map',
    'Tree',
    'Image',
    'Similar',
    'Evaluation'
  ])
  expect(shown.Features).toEqual(['U: undo the last decision', 'Shift U: redo'])
  expect(shown.Evaluation).toEqual(['1: autoencoder', '2: evaluation'])
  expect(shown.Image).toContain('V: overlays')
  expect(shown.Image).toContain('PgUp PgDn: ten images')
  expect(shown.Clusters).toContain('1 … 9: apply a recent label')
  expect(shown['Review of clusters']).toContain('K: keep the image in its cluster')
  expect(shown['Lists and galleries']).toContain('Home End: first or last')
  expect(shown.Everywhere).toContain('G I: go to Image')
  expect(shown.Everywhere).toContain('M: more images like the one that is chosen')
})

test('no view has a key of the window, which hears its own first', () => {
  const [everywhere, , ...views] = keySections()
  const own = new Set(everywhere.rows.filter(({ keys }) => keys[0] !== 'G').flatMap(({ keys }) => keys))
  expect(views.flatMap(({ rows }) => rows.flatMap(({ keys }) => keys)).filter((key) => own.has(key))).toEqual([])
})
