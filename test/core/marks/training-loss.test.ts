import { expect, test } from 'vitest'
import { lossMarks } from '../../../src/core/marks/training-loss.ts'

const EPOCHS = [
  { epoch: 1, loss: 0.12, validationLoss: 0.1 },
  { epoch: 2, loss: 0.06, validationLoss: 0.061 }
]

test('training and validation by epoch; the line that ends higher has its name above', () => {
  const { lines, x, y, words } = lossMarks(EPOCHS)
  expect(lines).toEqual([
    {
      name: 'training',
      points: [
        { epoch: 1, loss: 0.12 },
        { epoch: 2, loss: 0.06 }
      ],
      isAbove: false
    },
    {
      name: 'validation',
      points: [
        { epoch: 1, loss: 0.1 },
        { epoch: 2, loss: 0.061 }
      ],
      isAbove: true
    }
  ])
  expect(x.ticks).toEqual([1, 2])
  expect(y.ticks).toEqual([0.06, 0.08, 0.1, 0.12])
  expect(words).toBe('Mean squared error over 2 epochs: training from 0.120 to 0.0600, validation from 0.100 to 0.0610')
})

test('losses more than ten times apart stand on a logarithmic axis', () => {
  const { y } = lossMarks([...EPOCHS, { epoch: 3, loss: 0.01, validationLoss: 0.012 }])
  expect(y).toMatchObject({ ticks: [0.01, 0.1, 1], isLogarithmic: true })
})

test('without validation there is no line of it', () => {
  const { lines, words } = lossMarks([{ epoch: 1, loss: 0.12, validationLoss: null }])
  expect(lines.map(({ name }) => name)).toEqual(['training'])
  expect(words).toBe('Mean squared error over 1 epoch: training 0.120')
})

test('the axis of epochs goes as far as training is to go, before the first has finished', () => {
  const { x, lines, words } = lossMarks([], 20)
  expect(x).toMatchObject({ from: 1, to: 20, ticks: [5, 10, 15, 20] })
  expect(lines).toEqual([{ name: 'training', points: [], isAbove: false }])
  expect(words).toBe('No epoch has finished yet')
})

test('more epochs than have room have no dots', () => {
  const epochs = (n: number) => Array.from({ length: n }, (_, i) => ({ epoch: i + 1, loss: 1, validationLoss: null }))
  expect(lossMarks(epochs(30)).hasDots).toBe(true)
  expect(lossMarks(epochs(31)).hasDots).toBe(false)
})
