import { expect, test } from 'vitest'
import { carryOver } from '../../../../src/core/catalogue/corrections/carry-over.ts'
import { openReader } from '../../../../src/core/catalogue/corrections/column-source.ts'
import { addCorrection } from '../../../../src/core/catalogue/corrections/log.ts'
import { type Catalogue, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { correctionOverview } from '../../../../src/core/corrections/overview.ts'
import { check } from '../../../../src/core/catalogue/check.ts'
import { addInstances, archive, removeInstances } from '../../../jobs/archive.ts'
import { CORRECTION } from '../stored/examples.ts'
import type { TagId } from '../../../../src/core/catalogue/types.ts'

/** Heads, of which somebody said that the first three are knees. */
function corrected(): { file: string; tag: TagId } {
  const file = archive(
    ['1.1', '1.2', '1.3', '1.4'].map((uid) => ({ SOPInstanceUID: uid, Rows: '8', BodyPartExamined: 'HEAD' }))
  )
  const catalogue = openForWriting(file, 'test')
  const tag = openReader(catalogue.db).find('BodyPartExamined')!.id
  const change = { ...CORRECTION.change, value: 'KNEE', images: 3 }
  addCorrection(catalogue.db, { ...CORRECTION, tag, change }, [{ tag, instances: [0, 1, 2] }])
  catalogue.close()
  return { file, tag }
}

/** As a scan does that finds two of the files changed: one has another value now. */
function rescan(file: string): void {
  removeInstances(file, 0)
  removeInstances(file, 1)
  addInstances(
    file,
    [
      { SOPInstanceUID: '1.1', Rows: '8', BodyPartExamined: 'HEAD' },
      { SOPInstanceUID: '1.2', Rows: '8', BodyPartExamined: 'NECK' }
    ],
    4
  )
}

async function carried(catalogue: Catalogue, tag: TagId): Promise<(string | undefined)[]> {
  await carryOver(catalogue)
  const reader = openReader(catalogue.db)
  const { codes, texts } = reader.column(tag, reader.live())
  return Array.from(codes, (code) => texts[code])
}

test('instances that took the place of corrected ones are corrected, and those whose file has another value are told', async () => {
  const { file, tag } = corrected()
  rescan(file)
  const catalogue = openForWriting(file, 'test')
  // Live are 2, 3, and the new 4 and 5.
  expect(await carried(catalogue, tag)).toEqual(['KNEE', 'HEAD', 'KNEE', 'KNEE'])
  expect(correctionOverview(openReader(catalogue.db))).toMatchObject([
    { tag: 'BodyPartExamined', accepted: 3, corrected: 3, changed: 1 }
  ])
  const { findings } = await check(catalogue)
  expect(findings.filter(({ code }) => code === 'damaged-name')).toEqual([])
  // Once more changes nothing.
  expect(await carried(catalogue, tag)).toEqual(['KNEE', 'HEAD', 'KNEE', 'KNEE'])
  catalogue.close()
})

test('what is undone is undone for them, too', async () => {
  const { file, tag } = corrected()
  rescan(file)
  const catalogue = openForWriting(file, 'test')
  await carryOver(catalogue)
  addCorrection(catalogue.db, { ...CORRECTION, tag, change: { kind: 'undo', entry: 1 } }, [])
  expect(await carried(catalogue, tag)).toEqual(['HEAD', 'HEAD', 'HEAD', 'NECK'])
  catalogue.close()
})
