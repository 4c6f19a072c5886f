import { expect, test } from 'vitest'
import { documentAt, openDocument } from '../../../src/api/images/documents.ts'
import { DOCUMENT_PART, type DocumentPart } from '../../../src/core/objects/document.ts'

function part(length: number, from: number, most: number): DocumentPart {
  const bytes = new Uint8Array(Math.min(most, DOCUMENT_PART, length - from)).fill(from % 251)
  return { kind: 'pdf', mimeType: 'application/pdf', extension: 'pdf', length, bytes }
}

test('a document is asked for part by part, each when the one before was taken', async () => {
  const asked: number[] = []
  const length = 2 * DOCUMENT_PART + 3
  const stream = await openDocument((from, most) => {
    asked.push(from)
    return Promise.resolve(part(length, from, most))
  })
  expect(asked).toEqual([0])
  const sizes: number[] = []
  for await (const bytes of stream.parts) sizes.push(bytes.length)
  expect(sizes).toEqual([DOCUMENT_PART, DOCUMENT_PART, 3])
  expect(asked).toEqual([0, DOCUMENT_PART, 2 * DOCUMENT_PART])
})

test('a file that is another one in the middle is told', async () => {
  let length = 2 * DOCUMENT_PART
  const stream = await openDocument((from, most) => Promise.resolve(part(length--, from, most)))
  const read = async (): Promise<void> => {
    for await (const bytes of stream.parts) expect(bytes.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toMatchObject({ code: 'document-changed' })
})

test('addresses of documents name an instance', () => {
  expect(documentAt('/document/0')).toBe(0)
  expect(documentAt('/document/123')).toBe(123)
  expect(documentAt('/document/1x')).toBeNull()
})
