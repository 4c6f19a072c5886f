import { expect, test } from 'vitest'
import { windowWords } from '../../src/api/window-words.ts'

test.each([
  [
    'Take --size 20 with 4 datasets, or --fit, which takes what fits; or add images.',
    'Take “Images of each” 20 with 4 datasets, or “Make them fit”, which takes what fits; or add images.'
  ],
  [
    '--by series or --by patient keeps them apart.',
    '“Keep together: images of a series” or “Keep together: images of a patient” keeps them apart.'
  ],
  ['each series (--by) must stay in one dataset', 'each series (“Keep together”) must stay in one dataset'],
  [
    'What fits an hour here: medoid train --images 3000 --epochs 20. Ctrl-C stops at a saved state.',
    'What fits an hour here: “Train” in Evaluation (Images 3000, Epochs 20). “Pause” stops at a saved state.'
  ],
  ['Do it with "medoid assign --run 1.4".', 'Do it with “Assign all images” in Clustering.'],
  ['No source yet. Name a folder: medoid scan FOLDER', 'No source yet. Name a folder: “Add a folder” in Archive'],
  [
    'Name another file with --catalogue FILE. Nothing was changed.',
    'Name another file with “Open a catalogue…”. Nothing was changed.'
  ],
  [
    'To train it on, give --epochs a larger number.\n2026-11-23T13:50:53.123Z Go on with: medoid train --resume 1 --catalogue /data/c.sqlite\n',
    'To train it on, give “Epochs” a larger number.\n2026-11-23T13:50:53.123Z Go on with: “Train” in Evaluation (Go on 1)\n'
  ],
  [
    'goes with no --separate or --join of that tag, e.g. --kind Rows=nominal',
    'goes with no “Take apart” or “Take as one” of that tag, e.g. “Kind” Rows=nominal'
  ],
  ['Name one, e.g. --catalogue /data/archive.sqlite', 'Name one, e.g. /data/archive.sqlite']
])('%s', (said, shown) => {
  expect(windowWords(said)).toBe(shown)
})

test.each([
  'Look into it with medoid check --catalogue /data/c.sqlite',
  '/data/--size/a.dcm cannot be read.',
  'What --teapot does nobody knows.',
  'The run --sizes is unknown.'
])('what has no place in a window stays: %s', (said) => {
  expect(windowWords(said)).toBe(said)
})
