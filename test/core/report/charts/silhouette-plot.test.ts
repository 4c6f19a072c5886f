import { expect, test } from 'vitest'
import { barPath, silhouettePlot } from '../../../../src/core/report/charts/silhouette-plot.ts'

test('the bars of a cluster are one path: from zero, along each value, back to zero', () => {
  // Two units high, 100 units to the value: 0.8 and 0.5 to the right, −0.2 to the left.
  expect(barPath([0.8, 0.5, -0.2], 10, 2, (value) => 100 * value)).toBe('M0 10H80V12H50V14H-20V16H0Z')
})

test('thousands of images take no more points than can be told apart', () => {
  const values = Array.from({ length: 10_000 }, (_, i) => 1 - i / 10_000)
  const path = barPath(values, 0, 0.05, (value) => value * 100)
  // 500 units of height, two points each.
  expect(path.match(/H/g)).toHaveLength(1001)
  expect(path.endsWith('V500H0Z')).toBe(true)
})

test('the plot of a tiny clustering', () => {
  const plot = silhouettePlot([[0.5, 0.25], [-0.25]], [0, 1], 1 / 6).text
  // 500 units of height less a gap of 3 for three images; values from −0.3 to 0.5 on 694 units, beginning at 36.
  expect(plot.match(/ d="M296\.3[^"]*"/g)).toEqual([
    // The line at zero, then the clusters.
    ' d="M296.3 8V508"',
    ' d="M296.3 8H730V173.7H513.1V339.3H296.3Z"',
    ' d="M296.3 342.3H79.4V508H296.3Z"'
  ])
  expect(plot).toContain('0.38 · 2')
  expect(plot).toContain('−0.25 · 1 · 100 % &lt; 0')
  expect(plot).toContain('The silhouettes of 3 images in 2 clusters')
})
