import { expect, test } from 'vitest'
import { searchCodes } from '../../../src/core/labels/codes.ts'
import { BODY_PARTS, REGIONS } from '../../../src/core/words/body-parts.ts'

const inTable = (code: string) => searchCodes(code, 1).find((found) => found.code === code)

test('parts have the codes and meanings of the context groups, but for these', () => {
  const others = BODY_PARTS.filter(
    ({ code, meaning }) => inTable(code)?.meaning.toLowerCase() !== meaning.toLowerCase()
  )
  expect(others.map(({ code, meaning }) => `${code} ${meaning}`)).toEqual([
    '60911003 Temporal bone',
    '64033007 Kidney',
    '66754008 Appendix',
    '37783008 Acetabulum'
  ])
})

test('regions have codes of the context groups', () => {
  expect(Object.values(REGIONS).filter((code) => inTable(code) === undefined)).toEqual([])
})
