import type { Epoch } from '../../catalogue/stored/model.ts'
import type { Html } from '../html.ts'
import { counted, significant } from '../numbers.ts'
import { chart, INK, quietLabel, valueAxis } from './chart.ts'

/** Losses this many times apart are shown on a logarithmic axis. */
const WIDE = 10

/** Loss of training and validation by epoch. @param epochs at least one */
export function trainingLossChart(epochs: readonly Epoch[]): Html {
  const last = epochs[epochs.length - 1]
  const losses = epochs.flatMap(({ loss, validationLoss }) => [loss, validationLoss ?? loss])
  const isWide = Math.min(...losses) > 0 && Math.max(...losses) / Math.min(...losses) > WIDE
  const hasValidation = last.validationLoss !== null
  return chart(
    {
      id: 'training-loss',
      width: 520,
      height: 260,
      title: 'Loss of the autoencoder by epoch',
      description: `Mean squared error over ${counted(epochs.length, 'epochs')}: training from ${significant(epochs[0].loss)} to ${significant(last.loss)}${hasValidation ? `, validation to ${significant(last.validationLoss!)}` : ''}.`
    },
    {
      grid: { left: 70, right: 84, top: 14, bottom: 48 },
      xAxis: valueAxis('epoch', {
        nameGap: 30,
        min: 1,
        max: Math.max(2, epochs.length),
        minInterval: 1,
        splitLine: { show: false }
      }),
      yAxis: valueAxis('mean squared error', {
        type: isWide ? 'log' : 'value',
        nameGap: 52,
        scale: true,
        axisLabel: { color: INK.soft, formatter: (value: number) => String(Number(value.toPrecision(3))) }
      }),
      series: [
        line(
          'training',
          epochs.map(({ epoch, loss }) => [epoch, loss]),
          INK.other,
          hasValidation && last.loss > last.validationLoss! ? 'top' : 'bottom'
        ),
        ...(hasValidation
          ? [
              line(
                'validation',
                epochs.map(({ epoch, validationLoss }) => [epoch, validationLoss]),
                INK.accent,
                last.loss > last.validationLoss! ? 'bottom' : 'top'
              )
            ]
          : [])
      ]
    }
  )
}

/** @param side of its end where its name stands, off the other line's */
function line(name: string, data: (number | null)[][], color: string, side: 'top' | 'bottom'): Record<string, unknown> {
  return {
    name,
    type: 'line',
    silent: true,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: data.length <= 30,
    itemStyle: { color },
    lineStyle: { color, width: 2 },
    data,
    endLabel: quietLabel({
      show: true,
      formatter: name,
      color: INK.text,
      fontSize: 12,
      distance: 6,
      offset: [0, side === 'top' ? -6 : 6]
    })
  }
}
