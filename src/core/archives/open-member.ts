import { ExtentFile, type Extent, type OpenFile } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import { InflatedFile } from './inflated-file.ts'
import { type ArchiveLimits, LIMITS } from './limits.ts'
import type { Member } from './member.ts'
import { StoredFile } from './stored-file.ts'
import { zipData } from './zip.ts'

/**
 * Opens a member of an archive that is open. What is deflated is inflated as far as it is read.
 * @throws ArchiveFault `member-not-opened`; the system's error
 */
export function openMember({ size, bytes }: Pick<Member, 'size' | 'bytes'>, limits: ArchiveLimits = LIMITS): OpenFile {
  switch (bytes.how) {
    case 'none':
      throw new ArchiveFault('member-not-opened', bytes.why)
    case 'plain':
      return new ExtentFile(bytes.extent)
    case 'zip': {
      const data = zipData(bytes.extent, bytes.stored)
      return bytes.isDeflated ? new InflatedFile(data, size, bytes.crc, limits) : new StoredFile(data, bytes.crc)
    }
  }
}

/** All bytes of a member as they would lie in a file. @param files takes the temporary file, where one is made */
export function fileOf(member: Member, files: number[], limits: ArchiveLimits): Extent {
  const { bytes, size } = member
  if (bytes.how === 'plain') return bytes.extent
  if (bytes.how === 'zip' && !bytes.isDeflated) return zipData(bytes.extent, bytes.stored)
  const inflated = openMember(member, limits) as InflatedFile
  try {
    const file = inflated.takeFile()
    files.push(file)
    return { file, at: 0, size }
  } finally {
    inflated.close()
  }
}
