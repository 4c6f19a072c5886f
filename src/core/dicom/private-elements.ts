/**
 * VRs of private elements that dcmjs's dictionary lacks, for files that do not tell them (implicit VR, UN): as the same
 * vendor's explicit VR files declare them, or, for GE's CT applications, its conformance statements.
 */
const VRS: [creator: string, group: number, vrs: string][] = [
  ['AGFA', 0x0019, '10LO 13LO 15LO 60US 62SH 65US 70US 82US 93CS'],
  ['GEHC_CT_ADVAPP_001', 0x0053, '20IS 40SH 41SH 42LO 43SH 60SH 61SH 62SH'],
  [
    'GEMS_HELIOS_01',
    0x0045,
    '01SS 02FL 03SS 04SS 06CS 07FL 08SS 09SS 0AFL 0BFL 0CSS 0DSS 0EFL 0FFL 10SS 11SS 12SS 13SS 14SS 15SS 16SS 17SS ' +
      '18SS 21SS 22SS 31CS 32FL 33CS 3BLO'
  ],
  ['GEMS_PARM_01', 0x0043, '64CS'],
  [
    'SIEMENS MR HEADER',
    0x0019,
    '08CS 09LO 0AUS 0BDS 0CIS 0DCS 0EFD 0FSH 11SH 12SL 13SL 14IS 15FD 16DS 17DS 18IS 27FD 28FD 29FD'
  ],
  ['SIEMENS MR HEADER', 0x0051, '08CS 09LO 0ALO 0BLO 0CLO 0DSH 0ELO 0FLO 11LO 12SH 13SH 15SH 16LO 17SH 19LO']
]

const byElement = new Map<string, string>()
for (const [creator, group, vrs] of VRS) {
  for (const entry of vrs.split(' ')) {
    byElement.set(`${creator} ${group} ${parseInt(entry.slice(0, 2), 16)}`, entry.slice(2))
  }
}

/** The name of the VR, or undefined. */
export function vendorVr(creator: string, group: number, elementByte: number): string | undefined {
  return byElement.get(`${creator} ${group} ${elementByte}`)
}
