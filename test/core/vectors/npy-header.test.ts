import { expect, test } from 'vitest'
import { MedoidError } from '../../../src/core/errors.ts'
import { npyHeader, npyHeaderEnd, parseNpyHeader } from '../../../src/core/vectors/npy-header.ts'
import fc from '../../fast-check.ts'

/** An npy header of version 1.0 as the format defines it (NEP 1), padded to 64 bytes as numpy does. */
function header(dictionary: string): Buffer {
  const text = dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11) + '\n'
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\0', 'latin1'),
    Buffer.of(text.length & 255, text.length >> 8),
    Buffer.from(text)
  ])
}
/** Little-endian, row by row. */
const C = { isBigEndian: false, isFortran: false }
const parse = (bytes: Buffer) => parseNpyHeader(bytes.subarray(0, npyHeaderEnd(bytes, 'a.npy')), 'a.npy')
const refusal = (bytes: Buffer): MedoidError => {
  try {
    parse(bytes)
  } catch (error) {
    if (error instanceof MedoidError) return error as MedoidError
    throw error
  }
  throw new Error('nothing was thrown')
}

test('what is written is what numpy.save writes', () => {
  // np.save of np.zeros((3, 5), '<f4'), numpy 2.4.6
  const numpy = "\x93NUMPY\x01\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (3, 5), }"
  expect(Buffer.from(npyHeader(3, 5)).toString('latin1')).toBe(numpy.padEnd(127) + '\n')
})

test('it is as long for any number of rows, and says them', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999_999_999), fc.integer({ min: 1, max: 10_000_000 }), (rows, length) => {
      const bytes = Buffer.from(npyHeader(rows, length))
      expect(bytes).toHaveLength(128)
      expect(parse(bytes)).toEqual({ type: 'f4', bytes: 4, ...C, shape: [rows, length], dataStart: 128 })
    })
  )
})

test.each([
  ["{'descr': '<f8', 'fortran_order': False, 'shape': (7,), }", 'f8', [7]],
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (), }", 'u1', []],
  // Any order of the keys, any quotes; Python 2 wrote long integers.
  ['{"shape": (2L, 3L), "fortran_order": False, "descr": "<i8"}', 'i8', [2, 3]]
])('%s is read', (dictionary, type, shape) => {
  expect(parse(header(dictionary))).toMatchObject({ type, shape })
})

test.each([
  ['<f2', { type: 'f2', bytes: 2, isBigEndian: false }],
  ['>f8', { type: 'f8', bytes: 8, isBigEndian: true }],
  ['|b1', { type: 'b1', bytes: 1, isBigEndian: false }],
  ['<U5', { type: 'U', bytes: 20, isBigEndian: false }],
  ['>U2', { type: 'U', bytes: 8, isBigEndian: true }],
  ['|S7', { type: 'S', bytes: 7, isBigEndian: false }]
])('elements of %s are known', (descr, element) => {
  const dictionary = `{'descr': '${descr}', 'fortran_order': True, 'shape': (2, 3), }`
  expect(parse(header(dictionary))).toMatchObject({ ...element, isFortran: true, shape: [2, 3] })
})

test('versions 2 and 3 have a longer length', () => {
  const text = "{'descr': '<i2', 'fortran_order': False, 'shape': (4, 1), }\n"
  for (const version of [2, 3]) {
    const bytes = Buffer.concat([
      Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, 'latin1'),
      Buffer.of(text.length, 0, 0, 0),
      Buffer.from(text)
    ])
    expect(parse(bytes)).toEqual({ type: 'i2', bytes: 2, ...C, shape: [4, 1], dataStart: 12 + text.length })
  }
})

test.each([
  ["{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), }", 'npy-type', /"<c8".*astype\('<f4'\)/],
  ["{'descr': '<f16', 'fortran_order': False, 'shape': (1, 1), }", 'npy-type', /"<f16"/],
  ["{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", 'npy-type', /"<M8\[ns\]"/],
  ["{'descr': '<U0', 'fortran_order': False, 'shape': (1,), }", 'npy-type', /"<U0"/],
  ["{'descr': '<U9999999', 'fortran_order': False, 'shape': (1,), }", 'npy-type', /"<U9999999"/],
  ["{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 'npy-type', /"record"/],
  ["{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 'npy-type', /"\|O"/],
  ["{'descr': '<f4', 'fortran_order': False}", 'npy-damaged', /descr, fortran_order and shape/],
  ["{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", 'npy-damaged', /not in the form/],
  ["{'__proto__': '<f4', 'fortran_order': False, 'shape': (1,)}", 'npy-damaged', /descr/],
  ["{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 3), }", 'npy-damaged', /not in the form/],
  ["{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999, 3), }", 'npy-damaged', /not in the form/],
  ["{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), } + evil()", 'npy-damaged', /not in the form/],
  ["{'descr': '<f4', 'fortran_order': False, 'shape': (1", 'npy-damaged', /not in the form/],
  ['', 'npy-damaged', /not in the form/]
])('%s is refused', (dictionary, code, message) => {
  const error = refusal(header(dictionary))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(message)
  expect(error.message).toContain('a.npy')
})

test('a length that no header has is not believed', () => {
  const bytes = Buffer.concat([Buffer.from('\x93NUMPY\x02\0', 'latin1'), Buffer.of(255, 255, 255, 255)])
  expect(refusal(bytes).message).toContain('its header is said to be 4294967307 bytes long')
  expect(refusal(Buffer.from('\x93NUMPY\x04\0aaaa', 'latin1')).code).toBe('npy-version')
  expect(refusal(Buffer.from('\x93NUMPY\x01\0', 'latin1')).code).toBe('npy-damaged')
})

test('no bytes, however hostile, do anything but be read or refused', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    ',',
    ':',
    "'descr'",
    "'shape'",
    "'fortran_order'",
    "'<f4'",
    'True',
    '12',
    ' '
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(token).map((tokens) => tokens.join(''))
  )
  fc.assert(
    fc.property(text, (dictionary) => {
      const bytes = header(dictionary)
      try {
        parse(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MedoidError)
      }
    })
  )
})
