import { createHash } from 'node:crypto'

/** PS3.5, section 9.1. Components with leading zeros occur, but dcmtk reads no document that refers to one. */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/.test(text)
}

/** Whether a text may stand in an element of VR LO as it is (PS3.5, section 6.2): to change an identifier is to name another patient. */
export function isIdentifier(text: string): boolean {
  return [...text].length <= 64 && !/[\p{Cc}\\]/u.test(text)
}

/** A text as an element holds it: on one line, of one value, and of at most so many characters. */
export function cleanText(text: string, most: number): string {
  const clean = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\\]+/gu, ' ')
    .trim()
  return [...clean].slice(0, most).join('').trimEnd()
}

/** A text of several lines (VR UT). */
export function cleanLines(text: string, most: number): string {
  return [...text.toWellFormed().replaceAll(/[^\P{Cc}\n]+/gu, ' ')].slice(0, most).join('').trimEnd()
}

/** A name of a person (VR PN): at most three groups of five components, each group of at most 64 characters. */
export function cleanName(text: string): string {
  return text
    .split('=')
    .slice(0, 3)
    .map((group) => cleanText(group.split('^').slice(0, 5).join('^'), 64))
    .join('=')
}

/** A code string (VR CS), or nothing where it is none. */
export function cleanCode(text: string): string {
  return /^[A-Z0-9_ ]{1,16}$/.test(text) ? text : ''
}

/** A date (VR DA) or nothing. */
export function cleanDate(text: string): string {
  return /^(?:18|19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text) ? text : ''
}

/** A time (VR TM) or nothing. */
export function cleanTime(text: string): string {
  return /^(?:[01]\d|2[0-3])(?:[0-5]\d(?:(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?$/.test(text) ? text : ''
}

/** A UID for what some texts name, always the same: a UUID made of their hash (RFC 9562, version 8) under its root (PS3.5, section B.2). */
export function uidOf(...texts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(texts)).digest().subarray(0, 16)
  bytes[6] = (bytes[6] & 0x0f) | 0x80
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}
