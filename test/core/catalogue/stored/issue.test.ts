import { expect, test } from 'vitest'
import { refusedTags } from '../../../../src/core/catalogue/refused.ts'
import { type Issue, readIssue, storedIssue } from '../../../../src/core/catalogue/stored/issue.ts'
import { sayMessage } from '../../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../../src/messages/terms.ts'

const ROW = { code: 'vr-unknown', message: '{"element":"Modality (0008,0060)","at":160,"vr":"\\"ZZ\\"","more":2}' }
const ISSUE: Issue = {
  code: 'vr-unknown',
  // A remark says in how many more places of the file it is true.
  parameters: { element: 'Modality (0008,0060)', at: 160, vr: '"ZZ"', more: 2 }
}

test('a row holds the parameters of an issue, and a host says it', () => {
  expect(storedIssue(ISSUE)).toEqual(ROW)
  expect(readIssue(ROW)).toEqual(ISSUE)
  expect(sayMessage(readIssue(ROW), PLAIN_TERMS)).toBe(
    'Modality (0008,0060) at byte 160 has the unknown VR "ZZ". The same in 2 more places.'
  )
})

test.each([
  ['a sentence of 0.2.0', 'vr-unknown', 'Modality (0008,0060) at byte 160 has the unknown VR "ZZ".'],
  ['a code of another version', 'no-such-code', '{"at":160}'],
  ['parameters that make no sentence', 'character-set-unknown', '{}'],
  ['parameters that are missing', 'too-many-tags', '{}'],
  ['a number', 'too-many-tags', '3'],
  ['null', 'too-many-tags', 'null'],
  ['a list', 'too-many-tags', '[256]'],
  ['nothing', 'too-many-tags', '']
])('%s is told as it stands', (_, code, message) => {
  expect(readIssue({ code, message })).toEqual({ code: 'said-before', parameters: { sentence: message } })
})

test('how many tags of a file were left out is a parameter, and of 0.2.0 part of the sentence', () => {
  expect(refusedTags(readIssue({ code: 'too-many-tags', message: '{"tags":256}' }))).toBe(256)
  const sentence =
    'The catalogue holds as many different tags as it takes: 12 of this file were left out. They are read by the first scan that finds room, because files that hold others are gone.'
  expect(refusedTags(readIssue({ code: 'too-many-tags', message: sentence }))).toBe(12)
  expect(refusedTags(ISSUE)).toBe(0)
})
