import { ABSENT, FIRST_VALUE } from '../tag-codes.ts'
import type { ArchiveIssue } from '../archives/fault.ts'
import { PLAIN, type TagDefinition } from './batch.ts'
import { HeaderReader } from './header.ts'
import type { HeaderIssue } from './issues.ts'

/** An element of a header, as a scan would catalogue it. */
export interface HeaderValue extends Pick<TagDefinition, 'tag' | 'path' | 'privateCreator'> {
  /** Canonical text; '' where the element holds no value. */
  text: string
}

/** One header, or why there is none: as `HeaderOutcome`. */
type OneHeader =
  | { status: 'dicom'; sopInstanceUid: string; values: HeaderValue[] }
  | { status: 'dicomdir' | 'not-dicom' }
  | { status: 'failed'; issues: (HeaderIssue | ArchiveIssue)[] }

/** Reads the header of one regular file, which need not be in any archive: the same values that a scan of it would give. */
export function readOneHeader(path: string | Buffer): OneHeader {
  const reader = new HeaderReader()
  const outcome = reader.read(path)
  if (outcome.status === 'archive') return { status: 'not-dicom' }
  if (outcome.status !== 'dicom') return outcome
  const { newTags, newValueTags, newValueTexts, changedTags, changedCodes, plainTexts } = reader.takeBatch()
  const texts = newTags.map((): string[] => [])
  newValueTags.forEach((tag, i) => texts[tag].push(newValueTexts[i]))
  const values: HeaderValue[] = []
  changedTags.forEach((id, i) => {
    const code = changedCodes[i]
    if (code === ABSENT) return
    const { tag, path, privateCreator } = newTags[id]
    const text = code >= PLAIN ? plainTexts[code - PLAIN] : (texts[id][code - FIRST_VALUE] ?? '')
    values.push({ tag, path, privateCreator, text })
  })
  return { status: 'dicom', sopInstanceUid: outcome.sopInstanceUid, values }
}
