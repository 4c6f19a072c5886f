import type { VoiLut } from './frame-description.ts'
import type { ImageHeader } from './image-header.ts'
import { type LookUpTable, readVoiLut } from './look-up-tables.ts'

const VOI_LUT_SEQUENCE = 0x00283010
const LUT_EXPLANATION = 0x00283003
const SHARED_FUNCTIONAL_GROUPS = 0x52009229
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230
const FRAME_VOI_LUT = 0x00289132

const MAX_LUTS = 16

/**
 * The VOI LUTs of a frame: of the data set, else of the functional groups of the frame, else of those of all frames. One that has
 * to be ignored is left out: there is a window for every image.
 * @param isSigned whether what goes into them may be less than zero, so that their first value may be
 */
export function readVoiLuts(header: ImageHeader, isSigned: boolean): VoiLut[] {
  const groups = [PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS]
    .map((tag) => header.sequence(tag))
    .filter((row) => row >= 0)
    .map((row) => header.sequence(FRAME_VOI_LUT, row))
    .filter((row) => row >= 0)
  const items = [-1, ...groups].map((parent) => header.items(VOI_LUT_SEQUENCE, parent)).find(({ length }) => length > 0)
  return (items ?? []).slice(0, MAX_LUTS).flatMap((item): VoiLut[] => {
    const lut = readVoiLut(header, item, isSigned)
    if (lut === null) return []
    return [{ first: lut.first, shades: shadesOf(lut), explanation: header.text(LUT_EXPLANATION, item).slice(0, 64) }]
  })
}

/** Entries run from 0 to the greatest that their bits hold, from black to white. */
function shadesOf({ entries, bits }: LookUpTable & { bits: number }): string {
  const white = 2 ** bits - 1
  return Buffer.from(Uint8Array.from(entries, (entry) => Math.round((255 * Math.min(entry, white)) / white))).toString(
    'base64'
  )
}
