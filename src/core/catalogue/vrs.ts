/** The code of a tag's first VR. */
export const FIRST = 0

/** @param first the tag's first VR */
export function codeOfVr(vr: string, first: string): number {
  return vr === first ? FIRST : (vr.charCodeAt(0) << 8) | vr.charCodeAt(1)
}

/** @param first the tag's first VR */
export function vrOf(code: number, first: string): string {
  return code === FIRST ? first : String.fromCharCode(code >> 8, code & 0xff)
}
