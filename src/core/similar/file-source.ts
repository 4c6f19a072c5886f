import { isRegularFile } from '../archives/open-file.ts'
import { readable } from '../catalogue/names.ts'
import type { ColumnSource, ColumnValues, Tag, TagId } from '../catalogue/types.ts'
import { type HeaderValue, readOneHeader } from '../dicom/one-header.ts'
import { MedoidError } from '../errors.ts'
import { sayMessage } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import { ABSENT, EMPTY, FIRST_VALUE } from '../tag-codes.ts'

/** The only instance of a `FileSource`. */
export const FILE_INSTANCE = Uint32Array.of(0)

/**
 * The header of a file as if it were the only instance of a catalogue, so that its row is made as the rows of that catalogue are.
 * Elements that the catalogue does not have are left out: no feature is about them.
 */
export class FileSource implements ColumnSource {
  /** '' where the file has none. */
  readonly sopInstanceUid: string
  private readonly known: Tag[]
  private readonly texts: ReadonlyMap<number, string>

  /**
   * @param tags of the catalogue
   * @throws MedoidError `not-a-dicom-image`, `unreadable-image-file`
   */
  constructor(path: string | Buffer, tags: Tag[]) {
    const { sopInstanceUid, values } = headerOf(path)
    const ids = new Map(tags.map((tag) => [placeOf(tag), tag.id]))
    const texts = new Map<number, string>()
    for (const value of values) {
      const id = ids.get(placeOf(value))
      if (id !== undefined) texts.set(id, value.text)
    }
    this.sopInstanceUid = sopInstanceUid
    this.known = tags
    this.texts = texts
  }

  tags(): Tag[] {
    return this.known
  }

  column(tag: TagId, instances: Uint32Array): ColumnValues {
    const text = this.texts.get(tag)
    const code = text === undefined ? ABSENT : text === '' ? EMPTY : FIRST_VALUE
    return { codes: new Uint32Array(instances.length).fill(code), texts: ['', '', text ?? ''] }
  }
}

function placeOf({ tag, path, privateCreator }: Pick<Tag, 'tag' | 'path' | 'privateCreator'>): string {
  return JSON.stringify([tag, path, privateCreator])
}

/** Pixels are a part of what is asked about: a file without Rows is no image. */
function headerOf(path: string | Buffer): { sopInstanceUid: string; values: HeaderValue[] } {
  const file = readable(path)
  const refuse = (why: 'no-file' | 'not-dicom' | 'dicomdir' | 'no-image'): MedoidError =>
    new MedoidError('not-a-dicom-image', { file, why })
  let isFile: boolean
  try {
    isFile = isRegularFile(path)
  } catch (cause) {
    throw new MedoidError('unreadable-image-file', { file, reason: (cause as Error).message }, { cause })
  }
  // A device or a pipe might never end.
  if (!isFile) throw refuse('no-file')
  const header = readOneHeader(path)
  if (header.status === 'failed') {
    const [issue] = header.issues
    if (issue.code === 'file-unreadable' && 'reason' in issue.parameters) {
      throw new MedoidError('unreadable-image-file', { file, reason: issue.parameters.reason })
    }
    throw new MedoidError('not-a-dicom-image', { file, why: 'broken', reason: sayMessage(issue, PLAIN_TERMS) })
  }
  if (header.status !== 'dicom') throw refuse(header.status)
  if (!header.values.some(({ tag, path, text }) => tag === ROWS && path === '' && text !== '')) throw refuse('no-image')
  return header
}

const ROWS = '(0028,0010)'
