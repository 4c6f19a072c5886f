/** A piece of HTML that may be put into a page as it is. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = Html | string | number | null | undefined | false | readonly Content[]

/**
 * HTML from a template: whatever is put into it is text, and is shown as text, unless it is HTML itself. So nothing that a
 * DICOM file says can become markup.
 */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(compact(strings).reduce((text, string, i) => text + inner(contents[i - 1]) + string))
}

const known = new WeakMap<TemplateStringsArray, string[]>()

/** The template without the indentation of the source, which would be a third of a page. */
function compact(strings: TemplateStringsArray): string[] {
  let short = known.get(strings)
  if (short === undefined) known.set(strings, (short = strings.map((string) => string.replace(/\s*\n\s*/g, '\n'))))
  return short
}

function inner(content: Content): string {
  if (content instanceof Html) return content.text
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'object') return content.map(inner).join('')
  return escaped(String(content))
}

/** What the signs of markup are written as. */
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for elements and quoted attributes. Control characters and those that turn the direction of text become visible. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => (sign === '\n' ? sign : '·'))
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign])
}
