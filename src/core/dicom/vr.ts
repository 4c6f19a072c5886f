/** The value representations of PS3.5 section 6.2 as small integers; 0 = none of them. */
export const VR = {
  NONE: 0,
  AE: 1,
  AS: 2,
  AT: 3,
  CS: 4,
  DA: 5,
  DS: 6,
  DT: 7,
  FD: 8,
  FL: 9,
  IS: 10,
  LO: 11,
  LT: 12,
  OB: 13,
  OD: 14,
  OF: 15,
  OL: 16,
  OV: 17,
  OW: 18,
  PN: 19,
  SH: 20,
  SL: 21,
  SQ: 22,
  SS: 23,
  ST: 24,
  SV: 25,
  TM: 26,
  UC: 27,
  UI: 28,
  UL: 29,
  UN: 30,
  UR: 31,
  US: 32,
  UT: 33,
  UV: 34
} as const

export const VR_NAMES: readonly string[] = Object.keys(VR).map((name) => (name === 'NONE' ? '' : name))

function table(names: string, value: (name: string) => number): Uint8Array {
  const bytes = new Uint8Array(VR_NAMES.length)
  for (const name of names.split(' ')) bytes[VR_NAMES.indexOf(name)] = value(name)
  return bytes
}

/** 1 where explicit VR has two reserved bytes and a length of 32 bits (PS3.5 section 7.1.2). */
export const HAS_LONG_LENGTH = table('OB OD OF OL OV OW SQ SV UC UN UR UT UV', () => 1)

/** Bytes of one number; 0 where the value is not made of numbers. AT counts as two numbers of 2 bytes. */
export const NUMBER_BYTES = table('AT FD FL SL SS SV UL US UV', (name) =>
  name === 'US' || name === 'SS' ? 2 : name === 'FD' || name === 'SV' || name === 'UV' ? 8 : 4
)

/** 1 where the value is text. */
export const IS_TEXT = table('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT', () => 1)

/** 1 where the value is text or made of numbers, so that it shows whether it can be what it claims to be. */
export const IS_TEXT_OR_NUMBER = IS_TEXT.map((isText, vr) => (isText === 1 || NUMBER_BYTES[vr] > 0 ? 1 : 0))

/** 1 where Specific Character Set applies (PS3.5 section 6.1.2.3). */
export const HAS_CHARSET = table('LO LT PN SH ST UC UT', () => 1)

/** 1 where a backslash separates values (PS3.5 section 6.4); in ST, LT, UT and UR it is a character like any other. */
export const IS_MULTI_VALUED = table('AE AS CS DA DS DT IS LO PN SH TM UC UI', () => 1)

/** 1 where leading spaces are padding (PS3.5 table 6.2-1). Trailing ones are padding everywhere. */
export const LEADING_SPACE_IS_PADDING = table('AE AS CS DA DS DT IS LO SH TM UI UR', () => 1)

const BY_LETTERS = new Uint8Array(26 * 26)
for (let vr = 1; vr < VR_NAMES.length; vr++) {
  BY_LETTERS[(VR_NAMES[vr].charCodeAt(0) - 65) * 26 + VR_NAMES[vr].charCodeAt(1) - 65] = vr
}

/** The VR that two bytes of a file name, or 0. */
export function vrOfLetters(first: number, second: number): number {
  return first < 65 || first > 90 || second < 65 || second > 90 ? 0 : BY_LETTERS[(first - 65) * 26 + second - 65]
}

/** The VR of a name such as `CS`, or 0. */
export function vrOfName(name: string): number {
  return name.length === 2 ? vrOfLetters(name.charCodeAt(0), name.charCodeAt(1)) : 0
}
