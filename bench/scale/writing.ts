import { statSync } from 'node:fs'
import type { Figure } from '../figure.ts'
import type { Grower } from './grow.ts'
import { bytesWritten, cpuSeconds, millions } from './measures.ts'

const MOST_BYTES = 1000

/** What is written, and how long that takes, while a catalogue grows to a size. */
export function writingFigures(grower: Grower, size: number): Figure[] {
  const from = grower.instances
  const written = bytesWritten()
  const begun = cpuSeconds()
  grower.growTo(size)
  const grown = grower.instances - from
  const step = `, ${millions(from)} to ${millions(grower.instances)} instances`
  const figures: Figure[] = []
  if (written === undefined) console.log('This system does not count the bytes that a process writes.')
  else {
    const value = (bytesWritten()! - written) / grown
    const bar = { target: `≤ ${MOST_BYTES}`, holds: value <= MOST_BYTES }
    figures.push({ name: `written${step}`, value, unit: 'bytes an instance', ...bar })
  }
  figures.push(
    { name: `columns written${step}`, value: ((cpuSeconds() - begun) / grown) * 1e6, unit: 'µs CPU an instance' },
    {
      name: `catalogue of ${millions(grower.instances)}`,
      value: statSync(grower.catalogue.file).size / grower.instances,
      unit: 'bytes an instance',
      target: '≤ 300',
      holds: statSync(grower.catalogue.file).size / grower.instances <= 300
    }
  )
  return figures
}
