import { PhraseList, wordsOf } from './word-list.ts'

/** What `ContrastGiven` can say. */
export type Contrast = 'yes' | 'no'

const CONTRAST = new PhraseList<Contrast | 'both' | null>([
  ['phase contrast|contrast time|contrast to noise', null],
  [
    'w wo|w w o|w and wo|w and w o|with and without|without and with|w wo contrast|w w o contrast|pre and post contrast',
    'both'
  ],
  ['nativ und km|nativ und mit km|ohne und mit|mit und ohne|ohne und mit km|sans et avec|avec et sans', 'both'],
  ['sin y con|con y sin|senza e con|con e senza|senza e con mdc|bez i s|bez i sa|nativno i s', 'both'],
  ['without|without contrast|without iv contrast|wo|w o|wo contrast|w o contrast|w o con|w o iv contrast|w o iv', 'no'],
  [
    'non contrast|noncontrast|non contrasted|no contrast|no iv contrast|unenhanced|nect|ncct|nativ|nativno|native',
    'no'
  ],
  ['ohne km|ohne kontrast*|ohne|sans injection|sans contraste|sans iv|non injecte|non injectee', 'no'],
  ['sin contraste|sin civ|senza mdc|senza contrasto|basale|bez kontrasta', 'no'],
  ['with contrast|w contrast|w con|with iv|w iv|with iv contrast|w iv contrast|iv contrast|contrast', 'yes'],
  ['post contrast|postcontrast|contrast enhanced|enhanced|cect|gd|gado|gad|gadol*|gadov*|post gd|post gad*', 'yes'],
  ['km|mit km|post km|nach km|kontrast*|mit kontrast*|primovist|dotarem|magnevist|gadavist|omnipaque|iomeron', 'yes'],
  ['arterial phase|portal venous|portalvenous|venous phase|delayed phase|art phase|arterial|portal phase', 'yes'],
  [
    'arteriell*|portalvenos*|arterijsk* faz*|portaln* faz*|vensk* faz*|temps arteriel|temps portal|fase arteri*|fase portal*',
    'yes'
  ],
  ['s kontrastom|sa kontrastom|uz kontrast|avec injection|apres injection|injecte|injectee|avec contraste', 'yes'],
  ['con contraste|con civ|contraste|con mdc|con contrasto|mdc|dopo mdc|contrasto', 'yes'],
  ['cta|ct angio*|angio ct|angio tc|angioscanner|angiotac|angiotc|cemra|ce mra|ctpa|ct pulmonary angio*', 'yes']
])

/** `C+`, `C-` and a `W` that ends a text (CT CHEST W) in words. */
function inWords(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])[Cc]([+-])(?![\p{L}\p{N}])/gu, (_, sign) =>
      sign === '+' ? ' with contrast ' : ' without contrast '
    )
    .replace(/(?<=\s)W\s*$/u, ' with contrast')
}

/**
 * Whether a text says that a contrast agent was given: of what is said about all of an examination ("w/wo") nothing follows for one image.
 * @returns null where it says nothing, or both
 */
export function contrastIn(text: string): Contrast | null {
  const said = new Set(CONTRAST.find(wordsOf(inWords(text))).flatMap(({ what }) => what ?? []))
  const [only] = said
  return said.size === 1 && only !== 'both' ? only : null
}

/** Values of ContrastBolusAgent that say that none was given. */
const NONE: ReadonlySet<string> = new Set(
  'none|no|no contrast|without|without contrast|w o|nil|n|na|n a|ohne|ohne km|keine|keines|kein|bez|sans|sin|nessuno|0'.split(
    '|'
  )
)

/** @param agent a value of ContrastBolusAgent @returns whether an agent was given, as far as it tells; null for an empty one */
export function contrastOfAgent(agent: string): Contrast | null {
  if (agent.trim() === '') return null
  return NONE.has(wordsOf(agent).join(' ')) ? 'no' : 'yes'
}
