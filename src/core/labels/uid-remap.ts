import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'

const KEY_BYTES = 32

/** The secret behind a remapping. */
export interface UidKey {
  /** Tells keys apart without giving them away; stands in the manifest. */
  id: string
  bytes: Buffer
  file: string
  /** Whether the file was made just now, as there was none. */
  created: boolean
}

/**
 * Reads the key of a remapping; where the file does not exist, a random key is written to it, readable by the user only.
 * Given again, the same file maps alike. It is refused beside the labels: whoever hands on that folder would hand on the
 * key with it.
 *
 * @param file where the key lies @param labels the file that the labels are written to
 * @throws MedoidError `key-beside-labels`, `bad-key`, and as `writeAtomically` does
 */
export async function uidKey(file: string, labels: string): Promise<UidKey> {
  const [keyFolder, labelsFolder] = await Promise.all([folderOf(file), folderOf(labels)])
  if (keyFolder === labelsFolder) throw new MedoidError('key-beside-labels', { path: file })
  return (await readUidKey(file)) ?? newKey(file)
}

/** @returns null where there is no such file @throws MedoidError `bad-key` */
export async function readUidKey(file: string): Promise<UidKey | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    const reason = (error as Error).message
    throw new MedoidError('bad-key', { why: 'unreadable', path: file, reason }, { cause: error })
  }
  const hex = /"key": ?"([0-9a-f]{64})"/.exec(text)?.[1]
  if (hex === undefined) throw new MedoidError('bad-key', { why: 'no-key', path: file })
  const bytes = Buffer.from(hex, 'hex')
  return { id: keyId(bytes), bytes, file, created: false }
}

async function folderOf(file: string): Promise<string> {
  const folder = dirname(resolve(file))
  return realpath(folder).catch(() => folder)
}

async function newKey(file: string): Promise<UidKey> {
  const bytes = randomBytes(KEY_BYTES)
  const content = {
    medoid: 'uid-key',
    version: 1,
    id: keyId(bytes),
    created: new Date().toISOString(),
    secret: 'Whoever has this key and the original images can tell which remapped UID belongs to which image.',
    key: bytes.toString('hex')
  }
  await writeAtomically(file, (handle) => handle.writeFile(JSON.stringify(content, null, 2) + '\n'))
  return { id: content.id, bytes, file, created: true }
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('medoid uid-key ').update(key).digest('hex').slice(0, 16)
}

/**
 * Maps UIDs to others, the same to the same: HMAC-SHA-256 of the UID, its first 128 bits as a UUID of version 8 (RFC
 * 9562), written as PS3.5 section B.2 says (2.25 and the UUID as a decimal number). Without the key the way back is a
 * search for a preimage. Several values (`\`) are mapped one by one.
 */
export function uidRemapper(key: Pick<UidKey, 'bytes'>): (value: string) => string {
  return (value) =>
    value
      .split('\\')
      .map((uid) => remapUid(uid, key.bytes))
      .join('\\')
}

function remapUid(uid: string, key: Buffer): string {
  if (uid === '') return uid
  const bytes = createHmac('sha256', key).update(uid).digest().subarray(0, 16)
  bytes[6] = (bytes[6] & 0x0f) | 0x80
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}
