import { openAhead } from '../../core/archives/open-file.ts'
import { listElements } from '../../core/dicom/element-list.ts'
import { endWithParent } from '../../core/end-with-parent.ts'
import { readContours } from '../../core/objects/contours.ts'
import { readDocument } from '../../core/objects/document.ts'
import { readDoseRange } from '../../core/objects/dose-range.ts'
import { readWaveformPage, readWaveforms } from '../../core/objects/waveform.ts'
import { compareFiles } from '../../core/pixels/compare-files.ts'
import { ImageHeader } from '../../core/pixels/image-header.ts'
import { readTiling } from '../../core/pixels/read-tiling.ts'
import { readWholeFrame } from '../../core/pixels/whole-frame.ts'
import { WorkBudget } from '../../core/processes/work-budget.ts'
import { parent } from '../../jobs/parent.ts'
import { outcomeOf } from '../reply.ts'
import type { FileQuestion, FromFileProcess, ToldFrame, ToldTiling } from './messages.ts'
import { told } from './told-remarks.ts'

/** Opens files for a viewer, in a process of its own: what a codec or a hostile file does to it, it does to nobody else. */

/** Memory of WebAssembly never shrinks: a process that has this many bytes is replaced. */
const FULL = 768 << 20

const host = parent()
const header = new ImageHeader()
host.onGone(() => process.exit())
process.on('SIGINT', () => undefined)
// A codec that hangs keeps this thread from hearing that the host has gone.
const budget = new WorkBudget()
const watched = endWithParent(budget)

let last = watched
host.onMessage((message) => {
  last = last.then(async () => {
    const question = message as FileQuestion
    openAhead(pathOf(question.path))
    if (question.ask === 'compare') openAhead(pathOf(question.other))
    budget.begin()
    const reply = await outcomeOf<unknown>(() => answer(question))
    budget.end()
    host.send({ reply, isFull: process.memoryUsage.rss() > FULL } satisfies FromFileProcess)
  })
})

function answer(question: FileQuestion): unknown {
  const path = pathOf(question.path)
  const allow = (samples: number): void => budget.allow(samples)
  switch (question.ask) {
    case 'elements':
      return listElements(path)
    case 'tiling':
      return toldTiling(path)
    case 'waveforms':
      return readWaveforms(path)
    case 'waveform':
      return readWaveformPage(path, question.group, question.page)
    case 'contours':
      return readContours(path)
    case 'dose':
      return readDoseRange(path, header, allow)
    case 'document':
      return readDocument(path, question.from, question.most, header)
    case 'frame':
      return toldFrame(path, question.frame, allow)
    case 'compare':
      return compareFiles(path, pathOf(question.other), allow)
  }
}

function toldTiling(path: string | Buffer): ToldTiling | null {
  const tiling = readTiling(path)
  return tiling && told(tiling)
}

async function toldFrame(
  path: string | Buffer,
  number: number | null,
  allow: (samples: number) => void
): Promise<ToldFrame> {
  const frame = await readWholeFrame(path, number, header, allow)
  return { ...frame, description: told(frame.description) }
}

const pathOf = (path: string | Uint8Array): string | Buffer => (typeof path === 'string' ? path : Buffer.from(path))
