import { expect, test } from 'vitest'
import { bar, safe, table, tagName } from '../../src/cli/text.ts'
import fc from '../fast-check.ts'

test('what could steer a terminal becomes visible', () => {
  expect(safe('\x1b[2J\x1b]0;owned\x07')).toBe('·[2J·]0;owned·')
  expect(safe('CT\r\nMR\tUS\x00\x7f\x9b31m')).toBe('CT··MR·US···31m')
  // Text direction overrides (CVE-2021-42574), zero-width characters and line separators.
  expect(safe('abc\u202edcm.exe\u2066\u200b\ufeff\u2028\u2029\u00ad')).toBe('abc·dcm.exe······')
})

test('text of any language stays as it is', () => {
  expect(safe('Schädel 頭部 Κεφάλι رأس é')).toBe('Schädel 頭部 Κεφάλι رأس é')
})

test('no text, however hostile, holds a control character or is longer than asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.integer({ min: 1, max: 80 }), (text, width) => {
      const shown = safe(text, width)
      expect(shown.length).toBeLessThanOrEqual(width)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    })
  )
})

test('a tag goes by its path or keyword, a private one by its creator and what that calls it', () => {
  const none = { path: '', keyword: '', privateCreator: '', privateName: '' }
  expect(tagName({ ...none, keyword: 'Modality' })).toBe('Modality')
  expect(tagName({ ...none, privateCreator: 'ACME' })).toBe('[ACME]')
  expect(tagName({ ...none, privateCreator: 'Philips Imaging DD 001', privateName: 'Diffusion B-Factor' })).toBe(
    '[Philips Imaging DD 001] Diffusion B-Factor'
  )
  expect(tagName({ ...none, path: 'A.(0019,xx0A)[X]', privateCreator: 'X', privateName: 'Y' })).toBe(
    'A.(0019,xx0A)[X] Y'
  )
})

test('long text is cut, and says so', () => {
  expect(safe('a'.repeat(10), 10)).toBe('aaaaaaaaaa')
  expect(safe('a'.repeat(11), 10)).toBe('aaaaaaaaa…')
  expect(safe('a'.repeat(61))).toHaveLength(60)
})

test('columns are as wide as their widest cell, numbers to the right, no spaces at line ends', () => {
  const rows = [
    ['CT', '5'],
    ['longer than its title', '12,345']
  ]
  expect(table(['tag', 'n'], rows, '<>')).toBe(
    [
      'tag                         n',
      '─────────────────────  ──────',
      'CT                          5',
      'longer than its title  12,345'
    ].join('\n')
  )
  expect(table(['a', 'b'], [['1', '']], '<<')).toBe('a  b\n─  ─\n1')
  expect(table(['a'], [], '<')).toBe('a\n─')
})

test('a bar is exact to an eighth, and keeps to its room', () => {
  expect([0, 0.5, 1].map((share) => bar(share, 4))).toEqual(['', '██', '████'])
  expect(bar(1 / 32, 4)).toBe('▏')
  expect(bar(15 / 32, 4)).toBe('█▉')
  expect([bar(-0.3, 4), bar(1.7, 4)]).toEqual(['', '████'])
  expect(bar(1)).toHaveLength(20)
})
