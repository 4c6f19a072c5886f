import { DICOM_ROOT, UID_TABLE } from './uid-table.ts'

/** UIDs of vendors that stand in many files, by their names in gdcm 3.0.21; the first as dcmtk 3.6.7 has it, which is more exact. */
const OF_VENDORS: readonly [uid: string, name: string][] = [
  ['1.2.840.113619.5.2', 'Implicit VR Little Endian with Big Endian Pixel Data (GE)'],
  ['1.3.12.2.1107.5.9.1', 'CSA Non-Image Storage (Siemens)'],
  ['1.3.46.670589.11.0.0.12.1', 'Private MR Spectrum Storage (Philips)'],
  ['1.3.46.670589.11.0.0.12.2', 'Private MR Series Data Storage (Philips)']
]

let table: Map<string, string> | null = null

/** By UID. */
export function uidNames(): ReadonlyMap<string, string> {
  table ??= new Map([
    ...UID_TABLE.trim()
      .split('\n')
      .map((line): [string, string] => {
        const space = line.indexOf(' ')
        return [`${DICOM_ROOT}${line.slice(0, space)}`, line.slice(space + 1)]
      }),
    ...OF_VENDORS
  ])
  return table
}

/** What a UID stands for: `CT Image Storage`; '' where it is nobody's but a file's, or no UID. */
export function uidName(text: string): string {
  return uidNames().get(text) ?? ''
}
