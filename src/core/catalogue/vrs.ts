/** A VR as the rows of a tag have it: `FIRST`, or the two letters. */
export type VrCode = number & { readonly codes: 'VRs' }

/** The code of a tag's first VR. */
export const FIRST = 0 as VrCode

/** @param first the tag's first VR */
export function codeOfVr(vr: string, first: string): VrCode {
  return vr === first ? FIRST : (((vr.charCodeAt(0) << 8) | vr.charCodeAt(1)) as VrCode)
}

/** @param first the tag's first VR */
export function vrOf(code: VrCode, first: string): string {
  return code === FIRST ? first : String.fromCharCode(code >> 8, code & 0xff)
}
