import type { EvaluationSummary } from '../data.ts'
import type { Html } from '../html.ts'
import { decimal, spread } from '../numbers.ts'
import { categoryAxis, chart, INK, quietLabel, valueAxis } from './chart.ts'

/** Height of a dataset; many of them stand closer, and without their names. */
const ROW = 22
const TIGHT = 6
const MANY = 40

/** Each dataset's distances, clustered and permuted, joined by a line; below them the control. */
export function pairedChart({ datasets, control, clustered, permuted }: EvaluationSummary): Html {
  const isTight = datasets.length > MANY
  const rows = datasets.map((dataset, i) => ({ name: String(i + 1), ...dataset }))
  const below = { name: 'random labels', clustered: control.labelled.mean, permuted: control.permuted.mean }
  const names = [...rows.map(({ name }) => name), '', below.name]
  const all = [...rows, below].flatMap((row) => [row.clustered, row.permuted])
  const height = 78 + rows.length * (isTight ? TIGHT : ROW) + 2 * ROW
  return chart(
    {
      id: 'distances',
      width: 520,
      height,
      title: 'Distance of the images to the centre of their cluster, by dataset',
      description: `Clustered ${spread(clustered)}, shuffled ${spread(permuted)}. ${datasets.map((each, i) => `Dataset ${i + 1}: ${decimal(each.clustered)} and ${decimal(each.permuted)}`).join('; ')}. Control with random labels: ${spread(control.labelled)} and ${spread(control.permuted)}.`
    },
    {
      grid: { left: 96, right: 24, top: 30, bottom: 48 },
      xAxis: valueAxis('mean cosine distance to the centre', { nameGap: 30, ...around(all) }),
      yAxis: categoryAxis('', names, {
        inverse: true,
        axisLine: { show: false },
        axisLabel: {
          color: INK.soft,
          interval: isTight ? (_: number, name: string) => name === below.name : 0
        }
      }),
      series: [
        ...rows.map((row, i) => bar(row, i)),
        bar(below, names.length - 1),
        dots(
          'clusters',
          rows.map((row, i) => [row.clustered, i]),
          INK.accent,
          isTight
        ),
        dots(
          'shuffled',
          rows.map((row, i) => [row.permuted, i]),
          INK.other,
          isTight
        ),
        { ...dots('', [[below.clustered, names.length - 1]], INK.paper, false), ...hollow(INK.accent) },
        { ...dots('', [[below.permuted, names.length - 1]], INK.paper, false), ...hollow(INK.other) }
      ]
    }
  )
}

/** Each cluster of each dataset: how far its images are from their centre, and as many shuffled ones from theirs. */
export function clusterChart({ perCluster }: EvaluationSummary): Html {
  const most = Math.max(...perCluster.map((each) => each.images))
  const all = perCluster.flatMap(({ clustered, permuted }) => [clustered, permuted])
  const range = around([0, ...all])
  const below = perCluster.filter(({ clustered, permuted }) => clustered < permuted).length
  return chart(
    {
      id: 'cluster-distances',
      width: 440,
      height: 350,
      title: 'Distances by cluster',
      description: `Of ${perCluster.length} clusters in all datasets ${below} are closer than as many shuffled images: they lie below the line.`
    },
    {
      grid: { left: 64, right: 20, top: 14, bottom: 48 },
      xAxis: valueAxis('distance, shuffled', { nameGap: 30, ...range, splitLine: { show: false } }),
      yAxis: valueAxis('distance, clusters', { nameGap: 44, ...range, splitLine: { show: false } }),
      series: [
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { color: INK.other, width: 1, type: 'dashed' },
          data: [
            [range.min, range.min],
            [range.max, range.max]
          ]
        },
        {
          type: 'scatter',
          silent: true,
          symbol: 'circle',
          itemStyle: { color: INK.accent, opacity: 0.45 },
          data: perCluster.map(({ clustered, permuted, images }) => ({
            value: [permuted, clustered],
            symbolSize: 4 + Math.round(12 * Math.sqrt(images / most))
          }))
        }
      ]
    }
  )
}

/** Both ends of an axis around all values, and how its numbers are written. */
function around(values: readonly number[]): { min: number; max: number; axisLabel: Record<string, unknown> } {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const step = most - least > 0.3 ? 0.1 : most - least > 0.03 ? 0.02 : 0.005
  const digits = step < 0.02 ? 3 : 2
  const exact = (value: number): number => Number(value.toFixed(6))
  return {
    min: exact(Math.floor(least / step) * step),
    max: exact(Math.ceil(most / step + 0.01) * step),
    axisLabel: { color: INK.soft, formatter: (value: number) => decimal(value, digits) }
  }
}

function bar(row: { clustered: number; permuted: number }, at: number): Record<string, unknown> {
  return {
    type: 'line',
    silent: true,
    symbol: 'none',
    z: 2,
    lineStyle: { color: INK.line, width: 2 },
    data: [
      [row.clustered, at],
      [row.permuted, at]
    ]
  }
}

/** @param name above the first dot */
function dots(name: string, data: number[][], color: string, isTight: boolean): Record<string, unknown> {
  return {
    type: 'scatter',
    silent: true,
    symbol: 'circle',
    symbolSize: isTight ? 5 : 10,
    z: 3,
    itemStyle: { color, opacity: 1 },
    data: data.map((value, i) => ({
      value,
      label: quietLabel({
        show: i === 0 && name !== '',
        position: 'top',
        formatter: name,
        color: INK.text,
        fontSize: 12
      })
    }))
  }
}

function hollow(color: string): Record<string, unknown> {
  return { itemStyle: { color: INK.paper, borderColor: color, borderWidth: 2, opacity: 1 } }
}
