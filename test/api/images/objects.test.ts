import { afterAll, expect, test } from 'vitest'
import { FileProcess } from '../../../src/api/images/file-process.ts'
import { objectAt, packObject } from '../../../src/api/images/objects.ts'
import { forkProcess } from '../../../src/server/fork.ts'
import { objectFile, text } from '../../core/objects/object-file.ts'
import { groupOf, waveformFile } from '../../core/objects/waveform-file.ts'
import { words } from '../../core/pixels/image-file.ts'

const files = new FileProcess(forkProcess)
afterAll(() => files.close())

test('addresses name an instance, and of waveforms a group and a page', () => {
  expect(objectAt('/waveform/12/1/30')).toEqual({ instance: 12, question: { ask: 'waveform', group: 1, page: 30 } })
  expect(objectAt('/contours/12')).toEqual({ instance: 12, question: { ask: 'contours' } })
  for (const path of [
    '/waveform/12',
    '/waveform/1/1/01',
    '/waveform/1/-1/0',
    '/contours/',
    '/contours/1/2',
    '/frame/1/2'
  ])
    expect(objectAt(path)).toBeNull()
})

test('signals come from the process that opens files', async () => {
  const path = waveformFile([groupOf({ samples: 2, data: words(5, 0xffff) })])
  expect(await files.ask({ ask: 'waveforms', path })).toMatchObject([{ samples: 2, pages: 1 }])
  const values = await files.ask({ ask: 'waveform', path, group: 0, page: 0 })
  expect(new Float32Array(Uint8Array.from(packObject(values)).buffer)).toEqual(Float32Array.of(5, -1))
  await expect(files.ask({ ask: 'waveform', path, group: 3, page: 0 })).rejects.toMatchObject({ code: 'no-waveform' })
})

test.each(['waveforms', 'contours', 'dose'] as const)('a file without %s says so', async (ask) => {
  const path = objectFile([text(0x00080060, 'CS', 'OT')])
  await expect(files.ask({ ask, path })).rejects.toMatchObject({
    code: { waveforms: 'no-waveform', contours: 'no-contours', dose: 'no-dose' }[ask]
  })
})
