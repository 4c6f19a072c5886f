import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import { firstBytes, refuseToReplace } from '../tables/refuse.ts'
import type { ReportData } from './data.ts'
import { GENERATOR } from './generator.ts'
import { render } from './render.ts'

/** How the document begins that stands beside a page. */
const DOCUMENT = '{\n  "schema": "medoid-report"'

/** @returns the document beside a page: `report.html` has `report.json` */
export function documentBeside(page: string): string {
  return `${page.replace(/\.html?$/i, '')}.json`
}

/**
 * An earlier report may be replaced; whatever else lies there, only where a person says so.
 * @param out the page
 * @throws MedoidError `not-a-page`, `not-an-export`
 */
export async function refuseToReplaceOthers(out: string, overwrite: boolean): Promise<void> {
  if (/\.json$/i.test(out)) {
    throw new MedoidError('not-a-page', { path: out })
  }
  await refuseToReplace(out, beginsWith(GENERATOR), overwrite)
  await refuseToReplace(documentBeside(out), beginsWith(DOCUMENT), overwrite)
}

/** @param start ASCII */
function beginsWith(start: string): (path: string) => Promise<boolean> {
  return async (path) => (await firstBytes(path, start.length)) === start
}

/**
 * Writes the page, and beside it all of it but the pictures as JSON.
 * @throws MedoidError as `refuseToReplaceOthers` and `writeAtomically` do
 */
export async function writeReport(
  out: string,
  data: ReportData,
  overwrite = false
): Promise<{ json: string; bytes: number }> {
  await refuseToReplaceOthers(out, overwrite)
  const json = documentBeside(out)
  const page = render(data)
  const document = JSON.stringify(data, (name, value: unknown) => (name === 'png' ? undefined : value), 2)
  await writeAtomically(json, (file) => file.writeFile(`${document}\n`))
  await writeAtomically(out, (file) => file.writeFile(page))
  return { json, bytes: Buffer.byteLength(page) }
}
