/** Differences of a line: every `every`th value from `from`. */
export interface Differences {
  values: Uint16Array
  from: number
  every: number
}

/** Where the samples of a component lie: the next one `step` on, the one below `lineStep` on. */
interface SampleLayout {
  samples: Uint16Array
  step: number
  lineStep: number
}

/** The place of the first sample of a line, and how many it has. */
interface Line {
  start: number
  count: number
}

/**
 * Makes samples of the differences of a line (ISO/IEC 10918-1 section H.1.2.1, table H.1); everything is modulo 2^16.
 * @param predictor 1 to 7
 */
export function addPredictions(
  { values: differences, from, every }: Differences,
  { samples, step, lineStep }: SampleLayout,
  { start, count }: Line,
  predictor: number
): void {
  const end = start + count * step
  // The first sample of a line is predicted from the one above.
  let a = (samples[start - lineStep] + differences[from]) & 0xffff
  samples[start] = a
  let at = from + every
  let i = start + step
  if (predictor === 1) {
    for (; i < end; i += step, at += every) samples[i] = a = (a + differences[at]) & 0xffff
    return
  }
  let c = samples[start - lineStep]
  let above = i - lineStep
  switch (predictor) {
    case 2:
      for (; i < end; i += step, above += step, at += every) samples[i] = samples[above] + differences[at]
      return
    case 3:
      for (; i < end; i += step, above += step, at += every) samples[i] = samples[above - step] + differences[at]
      return
    case 4:
      for (; i < end; i += step, above += step, at += every) {
        const b = samples[above]
        samples[i] = a = (a + b - c + differences[at]) & 0xffff
        c = b
      }
      return
    case 5:
      for (; i < end; i += step, above += step, at += every) {
        const b = samples[above]
        samples[i] = a = (a + ((b - c) >> 1) + differences[at]) & 0xffff
        c = b
      }
      return
    case 6:
      for (; i < end; i += step, above += step, at += every) {
        const b = samples[above]
        samples[i] = a = (b + ((a - c) >> 1) + differences[at]) & 0xffff
        c = b
      }
      return
    default:
      for (; i < end; i += step, above += step, at += every) {
        samples[i] = a = (((a + samples[above]) >> 1) + differences[at]) & 0xffff
      }
  }
}

/** The first line of a scan or of a restart interval: each sample from the one on its left, the first from `middle`. */
export function addFirstPredictions(
  { values, from, every }: Differences,
  { samples, step }: SampleLayout,
  { start, count }: Line,
  middle: number
): void {
  const end = start + count * step
  let a = middle
  for (let i = start, at = from; i < end; i += step, at += every) samples[i] = a = (a + values[at]) & 0xffff
}
