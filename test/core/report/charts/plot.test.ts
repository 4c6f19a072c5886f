import { expect, test } from 'vitest'
import { clusterChart, pairedChart, spanDrawer } from '../../../../src/core/report/charts/distance-charts.ts'
import { edgesOf, line, names, numbers, plot } from '../../../../src/core/report/charts/plot.ts'
import { clusteringLossChart, silhouetteChart } from '../../../../src/core/report/charts/sweep-chart.ts'
import { trainingLossChart } from '../../../../src/core/report/charts/training-loss-chart.ts'
import { exampleEvaluation, exampleReport, exampleTraining } from '../example.ts'

const { run } = exampleReport()
const charts = (): string[] => [
  silhouetteChart(run).text,
  clusteringLossChart(run).text,
  trainingLossChart(exampleTraining().epochs).text,
  pairedChart(exampleEvaluation()).text,
  clusterChart(exampleEvaluation()).text
]

test('a chart is inline SVG without style sheets, scripts, references or colours of its own', () => {
  for (const svg of charts()) {
    expect(svg).toMatch(/^<svg/)
    expect(svg).not.toMatch(/<style|<script|<image|href|url\(|http|fill=|stroke=|#[0-9a-f]{3}|rgb|NaN|undefined/i)
    expect(svg).toMatch(/<title id="[\w-]+">[^<]+<\/title>/)
  }
})

test('ids of charts differ', () => {
  const ids = charts().flatMap((svg) => [...svg.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

test('the text of a chart is text', () => {
  const figure = { id: 'x', width: 200, height: 100, title: '<b>', description: '"&' }
  const edges = edgesOf(figure, { left: 10, right: 10, top: 10 })
  const x = names(['<script>alert(1)</script>'], 'x', 10, 190)
  const y = numbers({ from: 0, to: 1, ticks: [0, 1], isLogarithmic: false }, '<i>', 52, 10)
  const svg = plot(figure, edges, { x, y }, null, null).text
  expect(svg).toContain('&lt;script&gt;')
  expect(svg).toContain('&lt;b&gt;')
  expect(svg).toContain('&lt;i&gt;')
  expect(svg).not.toMatch(/<script|<b>|<i>/)
})

test('numbers stand at their ticks, names in the middles of their parts', () => {
  const axis = numbers({ from: 0, to: 1, ticks: [0, 0.5, 1], isLogarithmic: false }, 'share', 100, 0)
  expect(axis.ticks).toEqual([
    { at: 100, text: '0' },
    { at: 50, text: '0.5' },
    { at: 0, text: '1' }
  ])
  expect(names(['a', 'b'], '', 0, 100).ticks).toEqual([
    { at: 25, text: 'a' },
    { at: 75, text: 'b' }
  ])
})

test('a line is broken where there is no value', () => {
  const drawn = line([[0, 1], [2, 3], null, [4.04, 5.06]], 'thin')
  expect(drawn && drawn.text).toContain('d="M0 1L2 3M4 5.1"')
  expect(line([null], 'thin')).toBe(false)
})

test('the silhouettes of a sweep: the one that the report is about is filled and named, bands lie behind', () => {
  const svg = silhouetteChart(run).text
  // The axis from 0 to 0.5 takes 200 units, of which 0.41 stands at 12 + 0.09 × 400; K = 3 is the second of two.
  expect(svg).toMatch(/<circle class="accent" cx="296" cy="48" r="5" \/>/)
  expect(svg).toMatch(/<circle class="open accent" cx="136" cy="132" r="3.5" \/>/)
  expect(svg.match(/class="band [\w-]+"/g)).toEqual(['class="band no-structure"', 'class="band weak"'])
  expect(svg).toContain('>K = 3</text')
})

test('a K without a silhouette has no point', () => {
  const sweep = [{ ...run.sweep[0], k: 1, silhouette: null, structure: null }, ...run.sweep]
  expect(silhouetteChart({ ...run, sweep }).text.match(/<circle/g)).toHaveLength(2)
})

test('every dataset has its two distances and the line between them, and the control stands below', () => {
  const svg = pairedChart(exampleEvaluation()).text
  expect(svg.match(/<circle/g)).toHaveLength(3 * 2 + 2)
  expect(svg.match(/class="line between"/g)).toHaveLength(4)
  expect(svg.match(/<circle class="open /g)).toHaveLength(2)
  expect(svg).toContain('>random labels</text')
  expect(svg).toContain('dataset 2: 0.078 and 0.123')
})

test('many datasets stand close, and only the control is named', () => {
  const [dataset] = exampleEvaluation().datasets
  const svg = pairedChart(exampleEvaluation({ datasets: Array<typeof dataset>(50).fill(dataset) })).text
  // 78 units, 50 rows of 6, and 2 of 22.
  expect(svg).toContain('viewBox="0 0 520 422"')
  expect(svg).not.toContain('>50</text')
  expect(svg).toContain('>random labels</text')
})

test('one epoch is a point, losses far apart stand on a logarithmic axis, and validation may be missing', () => {
  const [first, ...rest] = exampleTraining().epochs
  expect(trainingLossChart([first]).text.match(/<circle/g)).toHaveLength(2)
  const unvalidated = [first, ...rest].map((epoch) => ({ ...epoch, validationLoss: null }))
  expect(trainingLossChart(unvalidated).text).not.toContain('>validation<')
  expect(trainingLossChart([first, ...rest]).text).toContain('>0.1<')
})

test('two distances of a cluster stand on a line from 0 to the largest of all', () => {
  const draw = spanDrawer([
    { clustered: 0.1, permuted: 0.4 },
    { clustered: 0.2, permuted: 0.3 }
  ])
  // From 6 to 144: a half of the largest stands at 75.
  expect(draw({ clustered: 0.2, permuted: 0.4 }).text).toContain('d="M75 6H144"')
})
