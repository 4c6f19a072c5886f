import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentBeside, refuseToReplaceOthers, writeReport } from '../../../src/core/report/write.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { exampleReport } from './example.ts'

test('the document stands beside the page', () => {
  expect(documentBeside('a/report.html')).toBe('a/report.json')
  expect(documentBeside('report.v2.HTM')).toBe('report.v2.json')
  expect(documentBeside('report')).toBe('report.json')
})

test('the document is all of the report but the pixels of its pictures', async () => {
  const out = join(temporaryFolder(), 'report.html')
  const data = exampleReport()
  const { json, bytes } = await writeReport(out, data)
  expect(bytes).toBe(readFileSync(out).length)
  const written = JSON.parse(readFileSync(json, 'utf8')) as unknown
  const withoutPixels = JSON.parse(
    JSON.stringify(data, (name, value: unknown) => (name === 'png' ? undefined : value))
  ) as unknown
  expect(written).toEqual(withoutPixels)
  expect(written).toMatchObject({
    schema: 'medoid-report',
    run: { parameters: { seed: 7, where: [{ tag: 'Modality', operator: 'is-not', value: 'SR' }] } },
    training: { parameters: { seed: 7, epochs: 3 }, epochs: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }] },
    evaluation: { parameters: { seed: 7, permutations: 1000 }, tTest: { t: 30.77 } },
    again: { commands: ['medoid scan FOLDER', 'medoid report --run 2.3 --out report.html'] }
  })
  expect(readFileSync(out, 'utf8')).toContain('data:image/png;base64,')
  expect(readFileSync(json, 'utf8')).not.toContain('png')
})

test('an earlier report is replaced', async () => {
  const out = join(temporaryFolder(), 'report.html')
  await writeReport(out, exampleReport())
  await writeReport(out, exampleReport({ evaluation: null }))
  expect(readFileSync(out, 'utf8')).toContain('medoid evaluate --run 2.3')
  expect(JSON.parse(readFileSync(documentBeside(out), 'utf8'))).toMatchObject({ evaluation: null })
})

test.each([
  ['report.html', '<!doctype html><title>The thesis</title>'],
  ['report.html', ''],
  ['report.json', '{"schema": "medoid-labels"}'],
  ['report.json', '{}']
])('%s that holds %j is not replaced, and nothing else is written', async (name, content) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), content)
  await expect(writeReport(join(folder, 'report.html'), exampleReport())).rejects.toMatchObject({
    code: 'not-an-export',
    message: expect.stringContaining(name) as string
  })
  expect(readFileSync(join(folder, name), 'utf8')).toBe(content)
  expect(existsSync(join(folder, name === 'report.html' ? 'report.json' : 'report.html'))).toBe(false)
})

test('what a link leads to is not replaced either', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'thesis.html'), 'The thesis')
  symlinkSync(join(folder, 'thesis.html'), join(folder, 'report.html'))
  await expect(refuseToReplaceOthers(join(folder, 'report.html'), false)).rejects.toMatchObject({
    code: 'not-an-export'
  })
})

test('the name of a document, and of a folder, is no name for a page', async () => {
  const folder = temporaryFolder()
  await expect(refuseToReplaceOthers(join(folder, 'report.json'), true)).rejects.toMatchObject({ code: 'not-a-page' })
  mkdirSync(join(folder, 'report.html'))
  await expect(writeReport(join(folder, 'report.html'), exampleReport())).rejects.toMatchObject({ code: 'is-a-folder' })
})
