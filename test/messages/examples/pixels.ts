import type { PIXELS } from '../../../src/messages/en/pixels.ts'
import { type Examples, OWN } from './example.ts'

const size = { rows: 2, columns: 3, samples: 1 }

const pixelData = { element: 'PixelData (7FE0,0010)', at: 300 }

export const pixels: Examples<keyof typeof PIXELS> = {
  'no-pixels': [{}],
  'no-such-frame': [{ frame: 3, frames: 2 }],
  'pixels-damaged': {
    'not-decoded': { why: 'not-decoded' },
    'decoded-in-part': { why: 'decoded-in-part' },
    'not-finite': { why: 'not-finite' },
    'no-first-item': { why: 'no-first-item' },
    'rle-segments-disordered': { why: 'rle-segments-disordered' },
    'jpeg-not': { why: 'jpeg-not' },
    'jpeg-block-too-long': { why: 'jpeg-block-too-long' },
    'jpeg-code-unknown': { why: 'jpeg-code-unknown' },
    'jpeg-coefficient-too-long': { why: 'jpeg-coefficient-too-long' },
    'jpeg-component-twice': { why: 'jpeg-component-twice' },
    'jpeg-more-than-pixels': { why: 'jpeg-more-than-pixels' },
    'jpeg-no-tables': { why: 'jpeg-no-tables' },
    'jpeg-no-scan': { why: 'jpeg-no-scan' },
    'jpeg-point-transform': { why: 'jpeg-point-transform' },
    'jpeg-restart-missing': { why: 'jpeg-restart-missing' },
    'jpeg-sampling': { why: 'jpeg-sampling' },
    'jpeg-scan-header': { why: 'jpeg-scan-header' },
    'jpeg-scan-missing': { why: 'jpeg-scan-missing' },
    'jpeg-too-many-codes': { why: 'jpeg-too-many-codes' },
    'jpeg-2000-not': { why: 'jpeg-2000-not' },
    'jpeg-2000-empty-tiles': { why: 'jpeg-2000-empty-tiles' },
    encapsulation: { why: 'encapsulation', isEncapsulated: true },
    'data-set-not-inflated': { why: 'data-set-not-inflated', reason: OWN },
    'frame-not-inflated': { why: 'frame-not-inflated', reason: OWN },
    codec: { why: 'codec', codec: 'JPEG-LS', reason: OWN },
    'size-differs': { why: 'size-differs', frame: size, header: { ...size, rows: 4 } },
    'rle-segments': { why: 'rle-segments', segments: 1, expected: 3 },
    'rle-too-many-segments': { why: 'rle-too-many-segments', segments: 16 },
    'jpeg-component-unknown': { why: 'jpeg-component-unknown', component: 4 },
    'jpeg-table-missing': { why: 'jpeg-table-missing', table: 2 },
    'jpeg-lines-untold': { why: 'jpeg-lines-untold', rows: 512 },
    'no-fragment': { why: 'no-fragment', at: 300 },
    'fragments-untold': { why: 'fragments-untold', fragments: 5, frame: 1, frames: 3 },
    'element-missing': { why: 'element-missing', element: 'Rows' },
    'element-not-positive': { why: 'element-not-positive', element: 'Rows' },
    'palette-undescribed': { why: 'palette-undescribed', table: 'red palette' },
    'palette-empty': { why: 'palette-empty', table: 'red palette' },
    'palette-segments': { why: 'palette-segments', table: 'red palette', entries: 256 }
  },
  'pixels-truncated': {
    file: { why: 'file' },
    frame: { why: 'frame' },
    jpeg: { why: 'jpeg' },
    'jpeg-ls': { why: 'jpeg-ls' },
    rle: { why: 'rle' },
    'rle-header': { why: 'rle-header' },
    native: { why: 'native', frame: 1, end: 100, held: 50 },
    compressed: {
      why: 'compressed',
      frame: 1,
      whole: 100,
      held: 50,
      because: { code: 'pixels-damaged', parameters: { why: 'jpeg-not' } }
    },
    fragments: { why: 'fragments', frame: 2, frames: 3 },
    'no-pixel-data': { why: 'no-pixel-data' },
    'beyond-file': { ...pixelData, why: 'beyond-file', length: 900, held: 100 },
    'too-short': { ...pixelData, why: 'too-short', length: 100, expected: 900 },
    'no-delimiter': { ...pixelData, why: 'no-delimiter', size: 400 }
  },
  'pixels-unsupported': {
    'jpeg-twelve-bit': { why: 'jpeg-twelve-bit' },
    'jpeg-point-transforms': { why: 'jpeg-point-transforms' },
    'jpeg-restart-within-line': { why: 'jpeg-restart-within-line' },
    'jpeg-2000-precisions': { why: 'jpeg-2000-precisions' },
    'jpeg-2000-subsampled': { why: 'jpeg-2000-subsampled' },
    bits: { why: 'bits', bits: 64 },
    'compressed-bits': { why: 'compressed-bits', bits: 32 },
    'jpeg-lossless-bits': { why: 'jpeg-lossless-bits', bits: 1 },
    'transfer-syntax': { why: 'transfer-syntax', transferSyntax: OWN },
    photometric: { why: 'photometric', photometric: OWN },
    'photometric-compressed': { why: 'photometric-compressed', photometric: 'ARGB' },
    'photometric-float': { why: 'photometric-float', photometric: 'RGB' },
    samples: { why: 'samples', photometric: 'RGB', samples: 4 },
    'jpeg-predictor': { why: 'jpeg-predictor', predictor: 9 }
  },
  'pixels-too-large': {
    memory: { why: 'memory' },
    'jpeg-2000-parts': { why: 'jpeg-2000-parts' },
    decoded: { why: 'decoded', rows: 100_000, columns: 100_000 },
    shown: { why: 'shown', rows: 100_000, columns: 100_000 },
    codestream: { why: 'codestream', bytes: 1e9 },
    'data-set': { why: 'data-set', mebibytes: 512 }
  },
  'pixels-too-costly': [{}],
  'out-of-memory': [{}],
  'decoder-late': [{}],
  'decoder-died': [{ how: '' }, { how: OWN }],
  'decoder-failed': {
    'not-started': { why: 'not-started', reason: OWN },
    defect: { why: 'defect', reason: OWN }
  }
}
