import { expect, test } from 'vitest'
import { PhraseList, wordsOf } from '../../../src/core/words/word-list.ts'

test.each([
  ['KneeAP', ['knee', 'ap']],
  ['L5/S1', ['l5', 's1']],
  ['T1_mprage-sag', ['t1', 'mprage', 'sag']],
  ['Schädel^Hüfte Fuß', ['schadel', 'hufte', 'fuss']],
  ['kralježnica, štitnjača', ['kraljeznica', 'stitnjaca']],
  ['\u0000\\ ', []]
])('%j has the words %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

test('of the phrases that begin at a word the longest is found, and its words are used up', () => {
  const list = new PhraseList([
    ['knie*', 1],
    ['kniegelenk', 2],
    ['kniegelenk links|links', 3]
  ])
  const found = (text: string) => list.find(wordsOf(text)).map(({ what, from, to }) => [what, from, to])
  expect(found('Kniegelenk links')).toEqual([[3, 0, 2]])
  expect(found('links Kniegelenk')).toEqual([
    [3, 0, 1],
    [2, 1, 2]
  ])
  expect(found('Kniescheibe')).toEqual([[1, 0, 1]])
  expect(found('Hand')).toEqual([])
})
