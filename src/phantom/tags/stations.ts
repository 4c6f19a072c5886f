import { hash } from '../chance.ts'
import type { Modality } from '../exams.ts'
import type { DecimalStyle } from './header.ts'

export type Vendor = 'NORDLICHT' | 'ARBORIX' | 'KESTREL'

/** A machine: it spells, rounds and leaves out in its own way, always the same. */
export interface Station {
  modality: Modality
  vendor: Vendor
  manufacturer: string
  model: string
  software: readonly string[]
  name: string
  serial: string
  institution: string
  department: string
  decimal: DecimalStyle
  /** Which of the spellings of a body part it uses: its own favourite, or whatever people type. */
  spelling: number | 'free'
  charset: '' | 'ISO_IR 100' | 'ISO_IR 192'
  /** Of all optional attributes, the share that it never writes. */
  reticence: number
  /** A number of its own, for everything that it always does in the same way. */
  habit: number
  /** 0 to 1: field strength, tube power and the like. */
  power: number
}

/** Three ways in which real machines write the same number: `1.25`, `1.250000`, `1.2500 `. */
const DECIMALS: Record<Vendor, DecimalStyle> = {
  NORDLICHT: (value) => String(Math.round(value * 10000) / 10000).slice(0, 16),
  ARBORIX: (value) => value.toFixed(6).slice(0, 16),
  KESTREL: (value) => (Number.isInteger(value) ? `${value}.0` : value.toFixed(4)).padEnd(6)
}

const SPELLINGS: Record<Vendor, readonly string[]> = {
  NORDLICHT: ['NORDLICHT', 'Nordlicht', 'NORDLICHT HealthCare'],
  ARBORIX: ['ARBORIX MEDICAL SYSTEMS', 'Arborix Medical Systems', 'ARBORIX'],
  KESTREL: ['Kestrel', 'KESTREL IMAGING', 'Kestrel Imaging Systems, Inc.']
}

const MODELS: Record<Modality, readonly [string, string, string]> = {
  CT: ['Tundra 64', 'HelixOne VX', 'Skyview CT 5000'],
  MR: ['Aurora 1.5T', 'Resona HDq', 'Loop 3.0T TX'],
  CR: ['PlateReader 30', 'CRX 85', 'Lumen CR'],
  DX: ['Fjord DR', 'RadPoint 8000', 'Digital Wing'],
  MG: ['Mamma Clara', 'SenoView', 'SoftLine 3D'],
  US: ['Echo S2000', 'Logica 9', 'Tern U22'],
  NM: ['Polaris SPECT', 'Infinium II', 'Brightstar XCT'],
  PT: ['Polaris PET 16', 'Discovera ST', 'Twin TF'],
  XA: ['Arctis Q', 'Angiova 3100', 'Alura FD10'],
  RF: ['Iconis R200', 'Fluorex 4', 'Diagnosta 90']
}

const VENDORS: readonly Vendor[] = ['NORDLICHT', 'ARBORIX', 'KESTREL']
const INSTITUTIONS = [
  ['Klinički phantom centar', 'Zavod za radiologiju'],
  ['PHANTOM GENERAL HOSPITAL', 'RADIOLOGY'],
  ['Spital am Musterweg', 'Röntgen'],
  ['City Phantom Clinic', 'Dept. of Diagnostic Imaging']
] as const

/** How many machines of a modality the hospitals have. */
const NUMBERS: Record<Modality, number> = { CT: 3, MR: 3, CR: 2, DX: 2, US: 3, MG: 1, NM: 1, PT: 1, XA: 1, RF: 1 }

export const STATIONS: readonly Station[] = (Object.keys(MODELS) as Modality[]).flatMap((modality) =>
  Array.from({ length: NUMBERS[modality] }, (_, index): Station => {
    const dice = hash(`${modality} ${index}`)
    const which = (index + hash(modality)) % 3
    const vendor = VENDORS[which]
    const [institution, department] = INSTITUTIONS[dice % 4]
    const release = 11 + (dice % 9)
    return {
      modality,
      vendor,
      manufacturer: SPELLINGS[vendor][(dice >>> 4) % 3],
      model: MODELS[modality][which],
      software: [`${release}.1.0`, `${release}.2`, `${release + 2}.0_R01_M4`],
      name: `${modality}${index + 1}${institution.slice(0, 3).toUpperCase()}`.replace(/[^A-Z0-9]/g, 'X'),
      serial: String(10000 + (dice % 80000)),
      institution,
      department,
      decimal: DECIMALS[vendor],
      spelling: index === 0 ? 'free' : (dice >>> 8) % 4,
      charset: dice % 3 === 0 ? 'ISO_IR 192' : dice % 7 === 1 ? '' : 'ISO_IR 100',
      reticence: 0.12 + ((dice >>> 12) % 100) / 400,
      habit: dice,
      power: ((dice >>> 16) % 1000) / 1000
    }
  })
)
