import { describe, expect, test } from 'vitest'
import { architectureNamed, ARCHITECTURES, type Layer } from '../../../../src/core/embedding/architecture.ts'
import { stagesOf } from '../../../../src/core/embedding/wasm/stages.ts'

const pool: Layer = { kind: 'max-pool' }
const upsample: Layer = { kind: 'upsample' }
const relu: Layer = { kind: 'convolution', kernel: 3, filters: 4, activation: 'relu' }
const sigmoid: Layer = { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }

test("the paper's architecture has five stages, two of them its encoder", () => {
  const { stages, encoderStages } = stagesOf(architectureNamed('manojlovic2020'))
  expect(encoderStages).toBe(2)
  expect(stages.map(({ side, channels, scale, pooled }) => [side, channels, scale, pooled])).toEqual([
    [128, 64, 1, false],
    [128, 20, 1, true],
    [64, 20, 1, false],
    [64, 64, 1, false],
    [128, 1, 2, false]
  ])
})

test('every architecture of the product is supported', () => {
  for (const architecture of ARCHITECTURES) expect(() => stagesOf(architecture)).not.toThrow()
})

describe('refuses what the kernels do not know:', () => {
  test.each<[string, number, Layer[], Layer[]]>([
    ['begins with an upsample layer', 8, [upsample, relu, pool], [sigmoid]],
    ['encoder ends with an upsample layer', 8, [relu, pool, upsample], [sigmoid]],
    ['a max-pool layer does not follow a convolution with ReLU', 8, [pool, relu], [upsample, sigmoid]],
    ['a max-pool layer does not follow a convolution with ReLU', 8, [sigmoid, pool], [upsample, sigmoid]],
    ['a max-pool layer does not follow a convolution with ReLU', 8, [relu, pool, pool], [upsample, upsample, sigmoid]],
    [
      'a max-pool layer follows a convolution of an upsampled',
      8,
      [relu, pool],
      [upsample, relu, pool, upsample, sigmoid]
    ],
    ['3 rows cannot be pooled in pairs', 12, [relu, pool, relu, pool, relu, pool], [relu, sigmoid]],
    ['an image has fewer than 2 rows', 4, [relu, pool, relu, pool, relu], [upsample, upsample, sigmoid]],
    ['one picture of the size of its input', 8, [relu, pool], [sigmoid]],
    ['one picture of the size of its input', 8, [relu], [relu]],
    ['one picture of the size of its input', 8, [relu, pool], [sigmoid, upsample]],
    ['its encoder or its decoder has no convolution', 8, [relu, sigmoid], []],
    ['6 rows, which is not a multiple of 4', 6, [relu], [sigmoid]]
  ])('%s', (reason, side, encoder, decoder) => {
    const architecture = { name: 'odd', side, encoder, decoder }
    expect(() => stagesOf(architecture)).toThrow(
      expect.objectContaining({
        code: 'unsupported-architecture',
        message: expect.stringContaining(reason) as string
      }) as Error
    )
  })
})
