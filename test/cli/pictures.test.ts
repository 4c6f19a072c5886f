import { expect, test } from 'vitest'
import { remarkLines, skippedLines } from '../../src/cli/pictures.ts'
import { saidBefore } from '../../src/core/stored-message.ts'

const image = (number: number) => ({ path: `/data/${number}`, reason: saidBefore('It is damaged.') })

test('of the images that were left out the first five are shown, with their reasons', () => {
  expect(skippedLines([])).toEqual([])
  expect(skippedLines([image(1)])).toEqual(['', '1 image skipped:', '  /data/1', '    It is damaged.'])
  const many = skippedLines([1, 2, 3, 4, 5, 6].map(image), 'could not be decoded')
  expect(many[1]).toBe('6 images could not be decoded; --json lists all:')
  expect(many).toHaveLength(2 + 5 * 2)
})

test('remarks are shown with the first image of each kind', () => {
  expect(remarkLines([])).toEqual([])
  expect(remarkLines([{ code: 'frames-assumed', parameters: {}, images: 3, path: '/data/1' }])).toEqual([
    '',
    'Pictures with remarks:',
    '  3 images, the first /data/1',
    '    Number of Frames is not a number of frames; 1 is assumed.'
  ])
})

test('what a path holds steers no terminal', () => {
  expect(skippedLines([{ path: '/data/\u001b[2J', reason: saidBefore('a\nb') }]).slice(2)).toEqual([
    '  /data/·[2J',
    '    a·b'
  ])
})
