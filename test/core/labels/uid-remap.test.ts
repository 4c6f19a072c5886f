import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { uidKey, uidRemapper } from '../../../src/core/labels/uid-remap.ts'
import fc from '../../fast-check.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-uid-'))
  await mkdir(join(folder, 'keys'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const keyFile = (): string => join(folder, 'keys', 'a.json')
const labels = (): string => join(folder, 'labels.csv')

test('HMAC-SHA-256, 128 bits of it as a UUID of version 8, as a UID', () => {
  // python3 -c "import hmac;d=bytearray(hmac.digest(bytes(32),b'1.2.3','sha256')[:16]);d[6]=d[6]&15|128;d[8]=d[8]&63|128;print(int.from_bytes(d,'big'))"
  expect(uidRemapper({ bytes: Buffer.alloc(32) })('1.2.3')).toBe('2.25.324811415056543706006559810973732862637')
})

test('the same to the same, different to different, valid UIDs (PS3.5 section 9.1)', () => {
  const remap = uidRemapper({ bytes: Buffer.alloc(32, 1) })
  const other = uidRemapper({ bytes: Buffer.alloc(32, 2) })
  fc.assert(
    fc.property(fc.stringMatching(/^1\.[1-9]\.[0-9]{1,20}$/), fc.stringMatching(/^1\.[1-9]\.[0-9]{1,20}$/), (a, b) => {
      expect(remap(a)).toBe(remap(a))
      expect(remap(a) === remap(b)).toBe(a === b)
      expect(remap(a)).not.toBe(other(a))
      expect(remap(a)).toMatch(/^2\.25\.[1-9][0-9]{0,38}$/)
    })
  )
})

test('several values are mapped one by one', () => {
  const remap = uidRemapper({ bytes: Buffer.alloc(32) })
  expect(remap('1.2.3\\1.2.4\\')).toBe(`${remap('1.2.3')}\\${remap('1.2.4')}\\`)
})

test('a new key is random, for the user only, and comes back from its file', async () => {
  const made = await uidKey(keyFile(), labels())
  expect(made.created).toBe(true)
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600)
  const read = await uidKey(keyFile(), labels())
  expect(read).toEqual({ ...made, created: false })
  const another = await uidKey(join(folder, 'keys', 'b.json'), labels())
  expect(another.bytes.equals(made.bytes)).toBe(false)
  expect(another.id).not.toBe(made.id)
})

test('the id of a key does not give it away', async () => {
  const { id, bytes } = await uidKey(keyFile(), labels())
  expect(bytes.toString('hex')).not.toContain(id)
})

test('a key beside the labels is refused', async () => {
  await expect(uidKey(join(folder, 'key.json'), labels())).rejects.toMatchObject({ code: 'key-beside-labels' })
})

test('a key beside the labels is refused, also where its folder is named by a link', async () => {
  await symlink(folder, join(folder, 'keys', 'link'))
  await expect(uidKey(join(folder, 'keys', 'link', 'key.json'), labels())).rejects.toMatchObject({
    code: 'key-beside-labels'
  })
})

test('a file that is no key is refused and stays', async () => {
  await writeFile(keyFile(), 'my notes')
  await expect(uidKey(keyFile(), labels())).rejects.toMatchObject({ code: 'bad-key' })
  expect(await readFile(keyFile(), 'utf8')).toBe('my notes')
})
