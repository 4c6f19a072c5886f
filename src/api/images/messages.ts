import type { ElementList } from '../../core/dicom/listed-element.ts'
import type { ContourSet } from '../../core/objects/contours.ts'
import type { DocumentPart } from '../../core/objects/document.ts'
import type { DoseRange } from '../../core/objects/dose-range.ts'
import type { WaveformGroup } from '../../core/objects/waveform.ts'
import type { FilesCompared } from '../../core/pixels/compare-files.ts'
import type { Tiling } from '../../core/pixels/tiling.ts'
import type { WholeFrame } from '../../core/pixels/whole-frame.ts'
import type { Outcome } from '../reply.ts'
import type { Told } from './told-remarks.ts'

/** What the process that opens files for a viewer is asked for. A path is bytes where it is not UTF-8. */
export type FileQuestion =
  | { ask: 'frame'; path: string | Uint8Array; frame: number | null }
  | { ask: 'elements'; path: string | Uint8Array }
  | { ask: 'tiling'; path: string | Uint8Array }
  | { ask: 'waveforms'; path: string | Uint8Array }
  | { ask: 'waveform'; path: string | Uint8Array; group: number; page: number }
  | { ask: 'contours'; path: string | Uint8Array }
  | { ask: 'dose'; path: string | Uint8Array }
  | { ask: 'document'; path: string | Uint8Array; from: number; most: number }
  | { ask: 'compare'; path: string | Uint8Array; other: string | Uint8Array }

export type ToldTiling = Told<Tiling>

export interface ToldFrame extends Omit<WholeFrame, 'description'> {
  description: Told<WholeFrame['description']>
}

interface Answers {
  frame: ToldFrame
  elements: ElementList
  tiling: ToldTiling | null
  document: DocumentPart
  waveforms: WaveformGroup[]
  waveform: Float32Array
  contours: ContourSet
  dose: DoseRange
  compare: FilesCompared
}
export type FileAnswer<Q extends FileQuestion> = Answers[Q['ask']]

/** It answers in the order in which it is asked. */
export interface FromFileProcess {
  reply: Outcome<unknown>
  /** Whether it holds so much memory that another one had better go on. */
  isFull: boolean
}
