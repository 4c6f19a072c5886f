import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { readMessageText, storedMessage, storedRemark, withFields } from '../../src/core/stored-message.ts'
import { fields } from '../../src/core/schema.ts'

const said = (sentence: string) => ({ code: 'said-before', parameters: { sentence } })

describe('a stored message', () => {
  test.each([
    ['as data', { code: 'frame-cut', parameters: { held: 4, whole: 6 } }],
    ['without parameters', { code: 'no-pixels', parameters: {} }]
  ])('is read %s', (_, message) => {
    expect(v.parse(storedMessage, message)).toEqual(message)
    expect(readMessageText(JSON.stringify(message))).toEqual(message)
  })

  test.each(['It has no pixels.', '', 'null', '{"code": 4}'])('was a sentence: %j', (sentence) => {
    expect(v.parse(storedMessage, sentence)).toEqual(said(sentence))
    expect(readMessageText(sentence)).toEqual(said(sentence))
  })

  test.each([
    ['that only a newer version knows', { code: 'pixels-haunted', parameters: { by: 'whom' } }, 'pixels-haunted'],
    ['without what its sentence takes', { code: 'number-ignored', parameters: {} }, 'number-ignored']
  ])('%s is told by its code', (_, message, told) => {
    expect(v.parse(storedMessage, message)).toEqual(said(told))
  })

  test.each([4, null, ['A sentence.'], { code: 'frame-cut' }, { code: 'frame-cut', parameters: [4] }])(
    '%j is none',
    (value) => {
      expect(v.safeParse(storedMessage, value).success).toBe(false)
    }
  )
})

test('a stored remark keeps its code also where its sentence was stored', () => {
  expect(v.parse(storedRemark, { code: 'frame-cut', message: 'It is cut.' })).toEqual({
    code: 'frame-cut',
    parameters: { sentence: 'It is cut.' }
  })
  expect(v.parse(storedRemark, { code: 'padded', message: 'It is padded.' })).toEqual(said('It is padded.'))
  expect(v.safeParse(storedRemark, { code: 'frame-cut' }).success).toBe(false)
})

test('further fields stand beside code and parameters, and no others', () => {
  const counted = withFields(storedRemark, fields({ images: v.number() }))
  const remark = { code: 'slope-zero', parameters: {}, images: 3 }
  expect(v.parse(counted, { ...remark, more: 1 })).toEqual(remark)
  expect(v.safeParse(counted, { code: 'slope-zero', parameters: {} }).success).toBe(false)
})
