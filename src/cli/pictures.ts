import type { RemarkCount, SkippedImage } from '../core/catalogue/stored/model.ts'
import { counted } from '../messages/format.ts'
import { sayMessage } from '../messages/message.ts'
import { SHELL_TERMS } from './terms.ts'
import { safe } from './text.ts'

/** What commands have in common that show pictures to an autoencoder. */

const SHOWN_SKIPPED = 5

/** An empty line, how many images were left out, and why the first of them; nothing where none was. */
export function skippedLines(skipped: readonly SkippedImage[], what = 'skipped'): string[] {
  if (skipped.length === 0) return []
  const more = skipped.length > SHOWN_SKIPPED ? '; --json lists all' : ''
  return [
    '',
    `${counted(skipped.length, 'images')} ${what}${more}:`,
    ...skipped
      .slice(0, SHOWN_SKIPPED)
      .flatMap(({ path, reason }) => [`  ${safe(path, 100)}`, `    ${safe(sayMessage(reason, SHELL_TERMS), 200)}`])
  ]
}

/** An empty line, what is odd about pictures that were used, and the first image of each kind; nothing where there is none. */
export function remarkLines(remarks: readonly RemarkCount[] = []): string[] {
  if (remarks.length === 0) return []
  return [
    '',
    'Pictures with remarks:',
    ...remarks.flatMap((remark) => [
      `  ${counted(remark.images, 'images')}, the first ${safe(remark.path, 100)}`,
      `    ${safe(sayMessage(remark, SHELL_TERMS), 200)}`
    ])
  ]
}
