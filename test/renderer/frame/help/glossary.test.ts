import { expect, it } from 'vitest'
import { GLOSSARY } from '../../../../src/renderer/frame/help/glossary.ts'

it('has each term once, in alphabetical order', () => {
  const terms = GLOSSARY.map(({ term }) => term)
  expect(terms).toEqual([...new Set(terms)].sort((a, b) => a.localeCompare(b, 'en')))
})
