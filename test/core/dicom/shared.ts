import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The real files that the project is tested on; absent outside of its workplace. */
export const sharedDicom = fileURLToPath(new URL('../../../../shared/dicom/', import.meta.url))

export const hasSharedDicom = existsSync(sharedDicom)

/** A table of tab-separated values with a header line, as objects. */
export function readTsv(path: string): Record<string, string>[] {
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const columns = header.split('\t')
  return rows.map((row) => {
    const cells = row.split('\t')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  })
}

/** Walk order: the names of a level in the byte order of their UTF-8. */
export function inWalkOrder(a: string, b: string): number {
  const x = a.split('/')
  const y = b.split('/')
  const level = x.findIndex((name, i) => name !== y[i])
  return level < 0 ? 0 : Buffer.compare(Buffer.from(x[level]), Buffer.from(y[level] ?? ''))
}
