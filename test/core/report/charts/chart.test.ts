import { expect, test } from 'vitest'
import { categoryAxis, chart, valueAxis } from '../../../../src/core/report/charts/chart.ts'
import { clusterChart, pairedChart } from '../../../../src/core/report/charts/distance-charts.ts'
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
    expect(svg).not.toMatch(/<style|<script|<image|href|url\((?!#)|http|class="zr|ecmeta|#(?!000")[0-9a-f]{3,6}"|rgb/i)
    expect(svg).toContain('var(--')
    expect(svg).toMatch(/<title id="[\w-]+">[^<]+<\/title>/)
  }
})

test('ids of charts differ, and do not depend on how many were drawn before', () => {
  const ids = charts().flatMap((svg) => [...svg.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))
  expect(new Set(ids).size).toBe(ids.length)
  expect(charts()).toEqual(charts())
})

test('the text of a chart is text', () => {
  const svg = chart(
    { id: 'x', width: 200, height: 100, title: '<b>', description: '"&' },
    {
      xAxis: categoryAxis('x', ['<script>alert(1)</script>']),
      yAxis: valueAxis('y'),
      series: [{ type: 'line', data: [1] }]
    }
  ).text
  expect(svg).toContain('&lt;script&gt;')
  expect(svg).toContain('&lt;b&gt;')
  expect(svg).not.toMatch(/<script|<b>/)
})

test('every dataset has its two distances and the line between them, and the control stands below', () => {
  const svg = pairedChart(exampleEvaluation()).text
  expect(svg.match(/<circle/g)).toHaveLength(3 * 2 + 2)
  expect(svg).toContain('random labels')
  expect(svg).toContain('Dataset 2: 0.078 and 0.123')
})

test('one epoch is a point, losses far apart stand on a logarithmic axis, and validation may be missing', () => {
  const [first, ...rest] = exampleTraining().epochs
  expect(trainingLossChart([first]).text.match(/<circle/g)).toHaveLength(2)
  const unvalidated = [first, ...rest].map((epoch) => ({ ...epoch, validationLoss: null }))
  expect(trainingLossChart(unvalidated).text).not.toContain('>validation<')
  expect(trainingLossChart([first, ...rest]).text).toContain('>0.1<')
})
