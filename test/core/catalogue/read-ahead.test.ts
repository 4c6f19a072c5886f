import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { HeaderBatch } from '../../../src/core/dicom/batch.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import type { Latency } from '../../../src/core/catalogue/latency.ts'
import { ReadAhead } from '../../../src/core/catalogue/read-ahead.ts'
import { walk } from '../../../src/core/catalogue/walk.ts'
import { absolute, joinNames, type Name } from '../../../src/core/catalogue/names.ts'
import { hasSharedFaults, sharedFaults } from '../../shared-faults.ts'
import { explicit, explicitFile, file, implicit, SEQUENCE_END, TRANSFER_SYNTAX, UNDEFINED } from '../dicom/build.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { temporaryFolder } from './synthetic.ts'

type Read = Awaited<ReturnType<ReadAhead['next']>>

/** @param inFlight 0: as on a disk at hand */
async function readAll(paths: (string | Buffer)[], inFlight: number, request = 40): Promise<[Read[], HeaderBatch[]]> {
  const reader = new HeaderReader({ byteBudget: 1 << 20 })
  const files = new ReadAhead(reader, 1, { inFlight, took: () => undefined } as unknown as Latency)
  const read: Read[] = []
  const batches: HeaderBatch[] = []
  for (let i = 0; i < paths.length; i += request) files.add(paths.slice(i, i + request))
  for (let i = 0; i < paths.length; i++) {
    const next = files.next()
    // Whatever is fetched is still to come; one file by itself, and what is no longer under way, is not.
    if (inFlight === 0) expect(next).not.toBeInstanceOf(Promise)
    read.push(await next)
    if (reader.isFull || i % 100 === 99) batches.push(reader.takeBatch())
  }
  batches.push(reader.takeBatch())
  return [read, batches]
}

function filesBelow(root: string): (string | Buffer)[] {
  const folders: Name[] = []
  const files: (string | Buffer)[] = []
  for (const event of walk(root)) {
    if (event.kind === 'enter') folders.push(event.path)
    else if (event.kind === 'leave') folders.pop()
    else if (event.kind === 'file') files.push(absolute(root, joinNames(folders.at(-1)!, event.name)))
  }
  return files
}

const text = (length: number): string => 'x'.repeat(length)
const UID = explicit(0x00080018, 'UI', '1.2.3\0')
const IMAGE = [explicit(0x00280010, 'US', [1, 0]), explicit(0x00280011, 'US', [1, 0])]
const PIXELS = explicit(0x7fe00010, 'OB', Buffer.alloc(200_000))
const FILES: Record<string, Buffer> = {
  'a header within the first read': explicitFile(UID, ...IMAGE, PIXELS),
  'no file': Buffer.alloc(0),
  'another file': Buffer.from('some notes'),
  'a longer other file': randomBytes(100_000),
  'a header of several reads': explicitFile(
    UID,
    ...Array.from({ length: 6 }, (_, i) => explicit(0x00204000, 'LT', text(60_000 + i))),
    ...IMAGE,
    PIXELS
  ),
  'long values that are passed over': explicitFile(
    UID,
    ...[1, 2, 3, 4].map((i) => explicit(0x00420011, 'OB', Buffer.alloc(90_000 * i))),
    ...IMAGE,
    PIXELS
  ),
  'more than is fetched': explicitFile(UID, explicit(0x00204000, 'UT', text(1_500_000)), ...IMAGE, PIXELS),
  'a header that is cut': explicitFile(UID, explicit(0x00204000, 'UT', text(200_000))).subarray(0, 150_000),
  'elements behind the pixels': explicitFile(UID, ...IMAGE, PIXELS, explicit(0xfffcfffc, 'OB', Buffer.alloc(70_000))),
  'fragments to the end': file(
    TRANSFER_SYNTAX.jpeg,
    UID,
    ...IMAGE,
    explicit(0x7fe00010, 'OB', '', UNDEFINED),
    ...[1, 2, 3].map(() => implicit(0xfffee000, Buffer.alloc(80_000))),
    SEQUENCE_END
  ),
  'fragments without an end': file(
    TRANSFER_SYNTAX.jpeg,
    UID,
    ...IMAGE,
    explicit(0x7fe00010, 'OB', '', UNDEFINED),
    ...Array.from({ length: 40 }, () => implicit(0xfffee000, Buffer.alloc(8000)))
  ),
  deflated: file(
    TRANSFER_SYNTAX.deflated,
    deflateRawSync(
      Buffer.concat([UID, explicit(0x00204000, 'UT', randomBytes(80_000).toString('base64')), ...IMAGE, PIXELS])
    )
  )
}

test('what is fetched ahead comes to the same as what is read file by file: headers of all lengths', async () => {
  const root = temporaryFolder()
  for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(root, name), bytes)
  mkdirSync(join(root, 'a folder'))
  const paths = [...Object.keys(FILES), 'a folder', 'gone', 'deflated/within a file'].map((name) => join(root, name))
  const alone = await readAll(paths, 0)
  expect(alone[0].map(({ outcome: { status } }) => status)).toEqual([
    'dicom',
    ...['not-dicom', 'not-dicom', 'not-dicom'],
    ...['dicom', 'dicom', 'dicom', 'failed', 'dicom', 'dicom', 'dicom', 'dicom'],
    ...['unreadable', 'unreadable', 'unreadable']
  ])
  for (const inFlight of [1, 3, 64]) expect(await readAll(paths, inFlight)).toEqual(alone)
})

test('a request of one file is not fetched ahead, nor is what comes behind it', () => {
  const root = temporaryFolder()
  const paths = ['1', '2', '3'].map((name) => join(root, name))
  for (const path of paths) writeFileSync(path, FILES.deflated)
  const files = new ReadAhead(new HeaderReader(), 1, { inFlight: 8, took: () => undefined } as unknown as Latency)
  files.add(paths.slice(0, 1))
  files.add(paths.slice(1))
  // It may be the one that has ended a reader, and then nothing else was under way.
  expect(files.next()).not.toBeInstanceOf(Promise)
  expect(files.next()).toBeInstanceOf(Promise)
})

describe.skipIf(!hasSharedDicom || !hasSharedFaults)('the files of ../shared', () => {
  test.each([
    ['dicom', sharedDicom],
    ['faults', sharedFaults]
  ])('come to the same, fetched ahead or read one by one: %s', async (_, root) => {
    const paths = filesBelow(root)
    const [alone, batches] = await readAll(paths, 0)
    expect(alone.length).toBeGreaterThan(100)
    for (const inFlight of [2, 50]) {
      const [ahead, theirs] = await readAll(paths, inFlight)
      expect(ahead).toEqual(alone)
      expect(theirs).toEqual(batches)
    }
  })
})
