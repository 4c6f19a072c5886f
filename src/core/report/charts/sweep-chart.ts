import type { RunSummary } from '../data.ts'
import type { Html } from '../html.ts'
import { decimal } from '../numbers.ts'
import { categoryAxis, chart, INK, quietLabel, valueAxis } from './chart.ts'

/** Kaufman and Rousseeuw's bands (1990, table 4 of chapter 2): where each begins. */
const BANDS = [
  { name: 'no structure', from: -1 },
  { name: 'weak', from: 0.25 },
  { name: 'reasonable', from: 0.5 },
  { name: 'strong', from: 0.7 }
]

/** Mean silhouette by number of clusters, with what it speaks for. */
export function silhouetteChart({ sweep, k }: RunSummary): Html {
  const values = sweep.map(({ silhouette }) => silhouette)
  const known = values.filter((value) => value !== null)
  const least = Math.min(0, Math.floor(Math.min(...known) * 10) / 10)
  const most = Math.max(0.6, Math.min(1, Math.ceil(Math.max(...known) * 10 + 1) / 10))
  const bands = BANDS.map(({ name, from }, i) => ({
    name,
    from: Math.max(from, least),
    to: BANDS[i + 1]?.from ?? 1,
    color: INK.bands[i]
  })).filter(({ from, to }) => from < most && to > least)
  return chart(
    {
      id: 'sweep-silhouette',
      width: 460,
      height: 260,
      title: 'Mean silhouette by number of clusters',
      description: sweep.map((row) => `K = ${row.k}: ${decimal(row.silhouette)}`).join('; ')
    },
    {
      grid: { left: 56, right: 84, top: 12, bottom: 48 },
      xAxis: categoryAxis('clusters (K)', names(sweep), { nameGap: 30 }),
      yAxis: valueAxis('mean silhouette', { min: least, max: most, nameGap: 40, splitLine: { show: false } }),
      series: [
        {
          ...points(values, sweep, k),
          markArea: {
            silent: true,
            data: bands.map(({ name, from, to, color }) => [
              {
                name,
                yAxis: from,
                itemStyle: { color, borderColor: color },
                label: quietLabel({ position: 'right', distance: 8 })
              },
              { yAxis: Math.min(to, most) }
            ])
          }
        }
      ]
    }
  )
}

/** Loss by number of clusters. */
export function clusteringLossChart({ sweep, k }: RunSummary): Html {
  return chart(
    {
      id: 'sweep-loss',
      width: 460,
      height: 260,
      title: 'Loss by number of clusters',
      description: sweep.map((row) => `K = ${row.k}: ${decimal(row.loss, 1)}`).join('; ')
    },
    {
      grid: { left: 62, right: 24, top: 12, bottom: 48 },
      xAxis: categoryAxis('clusters (K)', names(sweep), { nameGap: 30 }),
      yAxis: valueAxis('loss', { min: 0, nameGap: 46 }),
      series: [
        points(
          sweep.map(({ loss }) => loss),
          sweep,
          k
        )
      ]
    }
  )
}

function names(sweep: RunSummary['sweep']): string[] {
  return sweep.map(({ k }) => String(k))
}

/** A line through all values; the one that the report is about is filled. */
function points(values: (number | null)[], sweep: RunSummary['sweep'], k: number): Record<string, unknown> {
  return {
    type: 'line',
    silent: true,
    symbol: 'circle',
    symbolSize: 8,
    showAllSymbol: true,
    lineStyle: { color: INK.accent, width: 1.5 },
    data: values.map((value, i) => ({
      value: value ?? '-',
      symbolSize: sweep[i].k === k ? 10 : 7,
      itemStyle: { color: sweep[i].k === k ? INK.accent : INK.paper, borderColor: INK.accent, borderWidth: 1.5 },
      label:
        sweep[i].k === k
          ? quietLabel({
              show: true,
              position: 'top',
              color: INK.text,
              fontWeight: 'bold',
              formatter: `K = ${k}`
            })
          : { show: false }
    }))
  }
}
