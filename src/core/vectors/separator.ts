import { MedoidError } from '../errors.ts'

/**
 * Refuses a CSV file whose first line has one name that holds semicolons or tabs: its cells would all be one.
 * @param what the file holds, for errors
 * @throws MedoidError `vectors-separator`, `labels-separator`
 */
export function requireCommas(header: readonly string[], path: string, what: 'vectors' | 'labels'): void {
  if (header.length !== 1 || !/[;\t]/.test(header[0])) return
  const separator = header[0].includes(';') ? 'semicolons' : 'tabs'
  throw new MedoidError(`${what}-separator`, { file: path, separator })
}
