import type { Random } from '../../core/random.ts'
import { between, happens, hash, some, whole } from '../chance.ts'
import type { SeriesContext } from './context.ts'
import type { Header } from './header.ts'
import type { Vendor } from './stations.ts'

/**
 * Private data elements (PS3.5 7.8) of vendors that do not exist: for each vendor some blocks that all its headers hold,
 * and service blocks from which every series shows another handful, so that an archive knows far more tags than any one
 * of its headers.
 */
interface Block {
  group: number
  creator: string
  /** Elements that every series holds, and how many others there may be. */
  usual: number
  rare: number
}

const BLOCKS: Record<Vendor, readonly Block[]> = {
  NORDLICHT: [
    { group: 0x0019, creator: 'NORDLICHT ACQ HEADER', usual: 14, rare: 120 },
    { group: 0x0029, creator: 'NORDLICHT MEDCOM 01', usual: 10, rare: 200 },
    { group: 0x0051, creator: 'NORDLICHT ACQ HEADER', usual: 8, rare: 40 }
  ],
  ARBORIX: [
    { group: 0x0009, creator: 'ARBX_IDEN_01', usual: 6, rare: 60 },
    { group: 0x0019, creator: 'ARBX_ACQU_01', usual: 22, rare: 160 },
    { group: 0x0027, creator: 'ARBX_IMAG_01', usual: 12, rare: 90 },
    { group: 0x0043, creator: 'ARBX_PARM_01', usual: 18, rare: 180 }
  ],
  KESTREL: [
    { group: 0x2001, creator: 'Kestrel Imaging DD 001', usual: 24, rare: 180 },
    { group: 0x2005, creator: 'Kestrel Imaging DD 005', usual: 16, rare: 200 }
  ]
}

const VRS = ['DS', 'IS', 'LO', 'SH', 'CS', 'FL', 'US', 'SL', 'SS', 'FD', 'UL', 'UN', 'LT'] as const

/** Values mean nothing, but most of them hang on the machine, the modality and the region, as real ones do. */
export function putPrivate(context: SeriesContext, header: Header): void {
  const { station, random, exam } = context
  for (const { group, creator, usual, rare } of BLOCKS[station.vendor]) {
    /** A second creator in the same group, as where another program has been at work, moves the block. */
    const block = happens(random, 0.04) ? 0x11 : 0x10
    header.set(group * 65536 + block, 'LO', creator)
    const offset = group * 65536 + block * 256
    for (let element = 1; element <= usual; element++) putOne(header, offset + element, `${creator}${element}`, context)
    if (!happens(random, 0.5)) continue
    const extra = Array.from({ length: rare }, (_, index) => usual + 1 + index)
    const few = some(random, extra, whole(random, 2, 12))
    for (const element of few) putOne(header, offset + (element % 256), `${creator}${element}${exam.modality}`, context)
  }
}

function putOne(header: Header, tag: number, name: string, { random, station, exam, plan }: SeriesContext): void {
  const vr = VRS[hash(name) % VRS.length]
  const subject = hash(`${name} ${exam.modality} ${exam.region} ${plan.plane}`)
  const habit = hash(name) % 4
  const level = habit === 0 ? hash(station.serial + name) : habit === 1 ? random.uint32() : subject
  header.set(tag, vr, happens(random, 0.05) ? null : value(vr, level, random))
}

function value(vr: (typeof VRS)[number], level: number, random: Random): string | number | Uint8Array {
  if (vr === 'DS' || vr === 'FL' || vr === 'FD') return (level % 2000) / 8 + Math.floor(between(random, 0, 3)) / 4
  if (vr === 'IS' || vr === 'SL' || vr === 'SS') return (level % 500) - 100
  if (vr === 'US' || vr === 'UL') return level % 4096
  if (vr === 'CS') return ['YES', 'NO', 'UNKNOWN', 'STANDARD', 'MODE_A', 'MODE_B'][level % 6]
  if (vr === 'UN') return new Uint8Array(8 + (level % 5) * 6).fill(level & 0xff)
  if (vr === 'LT') return `v${level % 90};p=${(level >>> 8) % 100};q=${(level >>> 16) % 10}`
  return `${['SYS', 'PRM', 'opt', 'CAL'][level % 4]}${(level >>> 4) % 200}`
}
