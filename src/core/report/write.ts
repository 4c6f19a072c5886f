import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import type { ReportData } from './data.ts'
import { GENERATOR } from './generator.ts'
import { render } from './render.ts'

/** Pictures of patients may be in it: who else may read it is for its owner to say. */
async function writePrivately(file: FileHandle, text: string): Promise<void> {
  await file.chmod(0o600)
  await file.writeFile(text)
}

/** How the document begins that stands beside a page. */
const DOCUMENT = '{\n  "schema": "medoid-report"'

/** @returns the document beside a page: `report.html` has `report.json` */
export function documentBeside(page: string): string {
  return `${page.replace(/\.html?$/i, '')}.json`
}

/**
 * An earlier report may be replaced; whatever else lies there may not.
 * @param out the page
 * @throws MedoidError `not-a-page`, `not-a-report`
 */
export async function refuseToReplaceOthers(out: string): Promise<void> {
  if (/\.json$/i.test(out)) {
    throw new MedoidError('not-a-page', `${out} is the name of a document. Give that of the page: --out report.html`)
  }
  await refuse(out, GENERATOR)
  await refuse(documentBeside(out), DOCUMENT)
}

async function refuse(path: string, beginning: string): Promise<void> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false
  )
  if (!isFile) return
  const file = await open(path, 'r')
  try {
    const length = Buffer.byteLength(beginning)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    if (buffer.toString('utf8', 0, bytesRead) === beginning) return
  } finally {
    await file.close()
  }
  throw new MedoidError('not-a-report', `${path} is no report of Medoid's, and would be replaced. Give another name.`)
}

/**
 * Writes the page, and beside it all of it but the pictures as JSON.
 * @throws MedoidError as `refuseToReplaceOthers` and `writeAtomically` do
 */
export async function writeReport(out: string, data: ReportData): Promise<{ json: string; bytes: number }> {
  await refuseToReplaceOthers(out)
  const json = documentBeside(out)
  const page = render(data)
  const document = JSON.stringify(data, (name, value: unknown) => (name === 'png' ? undefined : value), 2)
  await writeAtomically(json, (file) => writePrivately(file, `${document}\n`))
  await writeAtomically(out, (file) => writePrivately(file, page))
  return { json, bytes: Buffer.byteLength(page) }
}
