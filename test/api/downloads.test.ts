import { expect, test } from 'vitest'
import { downloadAt } from '../../src/api/downloads.ts'
import { Journal } from '../../src/jobs/journal.ts'

test('an address names a job and a place among its files, never a path', () => {
  const job = Journal.newId()
  expect(downloadAt(`/download/${job}/0`)).toEqual({ job, file: 0 })
  expect(downloadAt(`/download/${job}/12`)).toEqual({ job, file: 12 })
  for (const path of [
    `/download/${job}`,
    `/download/${job}/-1`,
    `/download/${job}/01`,
    `/download/../x/0`,
    '/download/a%2fb/0',
    `/x/download/${job}/0`
  ]) {
    expect(downloadAt(path)).toBeNull()
  }
})
