import { ArchiveFault } from './fault.ts'
import type { ArchiveLimits } from './limits.ts'
import { type MembersLeftOut, type Member, type MemberBytes, safeName, type WhyNot } from './member.ts'

/** Collects what an archive holds: of members with one name the last, which is what unpacking would leave. */
export class MemberListing {
  readonly leftOut: MembersLeftOut = { unsafe: 0, repeated: 0, links: 0 }
  private readonly found: Member[] = []
  /** Places in `found` by name. */
  private readonly byName = new Map<string, number>()
  private nameBytes = 0
  private readonly limits: ArchiveLimits

  constructor(limits: ArchiveLimits) {
    this.limits = limits
  }

  get members(): Member[] {
    return this.found
  }

  /** @throws ArchiveFault `archive-too-large` */
  checkCount(members: number): void {
    const { members: most } = this.limits
    if (members > most) throw new ArchiveFault('archive-too-large', { why: 'members', most })
  }

  /** @returns its place among the members; −1 where its name is refused @throws ArchiveFault `archive-too-large` */
  add(name: Buffer, size: number, bytes: MemberBytes): number {
    const safe = safeName(name)
    if (safe === undefined) {
      this.leftOut.unsafe++
      return -1
    }
    const key = safe.toString('latin1')
    const before = this.byName.get(key)
    if (before !== undefined) {
      this.leftOut.repeated++
      this.found[before] = { name: safe, size, bytes }
      return before
    }
    this.nameBytes += safe.length
    this.checkCount(this.found.length + 1)
    if (this.nameBytes > this.limits.names) throw new ArchiveFault('archive-too-large', { why: 'names' })
    this.byName.set(key, this.found.length)
    return this.found.push({ name: safe, size, bytes }) - 1
  }

  refuse(member: number, why: WhyNot): void {
    this.found[member].bytes = { how: 'none', why }
  }
}
