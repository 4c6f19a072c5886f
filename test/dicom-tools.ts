import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringPackages } from './bring-packages.ts'

/** Other people's programs that judge what Medoid writes: dcmtk and dicom3tools read DICOM, Tesseract reads text in pictures. */
const PACKAGES = { dsrdump: 'dcmtk', dcmdump: 'dcmtk', dciodvfy: 'dicom3tools', tesseract: 'tesseract-ocr' } as const
export type Tool = keyof typeof PACKAGES

/** @returns why a test that needs them cannot run here, else null */
export function whyNoTools(...tools: Tool[]): string | null {
  const missing = tools.filter((tool) => !isInstalled(tool))
  return missing.length === 0
    ? null
    : `there is no ${missing.join(', ')}: apt-get install ${missing.map((tool) => PACKAGES[tool]).join(' ')}`
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tools = Object.keys(PACKAGES) as Tool[]
  if (whyNoTools(...tools) !== null) bringPackages(...new Set(Object.values(PACKAGES)))
  const why = whyNoTools(...tools)
  if (why !== null) console.error(`Tests with programs that judge what Medoid writes are skipped: ${why}.`)
}
