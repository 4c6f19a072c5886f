import { partsIn } from '../words/region.ts'
import { wordsOf } from '../words/word-list.ts'

/**
 * Words of different makers and places for the same thing, by the attributes that hold them. The first word of each list is the one
 * that the standard defines, where it defines one.
 */
interface Vocabulary {
  /** Where the words come from. */
  source: string
  keywords: readonly string[]
  /** Words of one thing, with `|` between them. */
  words: readonly string[]
}

const VOCABULARIES: readonly Vocabulary[] = [
  {
    source: "makers' own names, and those of firms that they took over, from their conformance statements",
    keywords: ['Manufacturer'],
    words: [
      'SIEMENS|Siemens Healthineers|Siemens Healthcare|Siemens Healthcare GmbH|Siemens Medical Systems|Siemens Medical Solutions|Siemens AG|Siemens-Elema AB',
      'GE MEDICAL SYSTEMS|GE Healthcare|GE|GEMS|General Electric|GE HealthCare Technologies|General Electric Medical Systems',
      'Philips Medical Systems|Philips|Philips Healthcare|Philips Medical Systems, Inc.|PMS|Philips Medical Systems Nederland',
      'CANON_MEC|Canon Medical Systems|Canon Medical Systems Corporation|TOSHIBA|TOSHIBA_MEC|Toshiba Medical Systems|Toshiba Medical Systems Corporation',
      'FUJIFILM Corporation|FUJIFILM|FUJI PHOTO FILM Co., ltd.|Fuji Photo Film|FUJI',
      'Agfa|Agfa-Gevaert|Agfa-Gevaert AG|Agfa HealthCare|AGFA-Gevaert N.V.',
      'Carestream Health|CARESTREAM|Carestream Health, Inc.|KODAK|Eastman Kodak Company|Eastman Kodak',
      'HOLOGIC, Inc.|HOLOGIC',
      'KONICA MINOLTA|Konica Minolta, Inc.|Konica Minolta Medical & Graphic',
      'HITACHI|Hitachi Medical Corporation|Hitachi Medical|Hitachi, Ltd.',
      'SHIMADZU|Shimadzu Corporation|SHIMADZU CORP.',
      'Bruker BioSpin MRI GmbH|Bruker|Bruker BioSpin|Bruker Medical',
      'UIH|United Imaging Healthcare|United Imaging',
      'Mindray|MINDRAY Bio-Medical',
      'Esaote|ESAOTE S.p.A.'
    ]
  },
  {
    source: 'PS3.3, sections C.7.3.1, C.8.11.1 and C.8.15.2.1.5, and abbreviations of the views',
    keywords: ['ViewPosition'],
    words: [
      'AP|anteroposterior|antero-posterior|anterior posterior',
      'PA|posteroanterior|postero-anterior|posterior anterior',
      'LL|left lateral',
      'RL|right lateral',
      'LAT|lateral|lateralno|latéral|seitlich',
      'MLO|mediolateral oblique|medio-lateral oblique',
      'CC|craniocaudal|cranio-caudal',
      'OBL|oblique|schräg'
    ]
  },
  {
    source: 'PS3.3, section C.7.3.1.1.2',
    keywords: ['PatientPosition'],
    words: [
      'HFS|head first supine|head first-supine',
      'HFP|head first prone|head first-prone',
      'HFDR|head first decubitus right|head first-decubitus right',
      'HFDL|head first decubitus left|head first-decubitus left',
      'FFS|feet first supine|feet first-supine',
      'FFP|feet first prone|feet first-prone',
      'FFDR|feet first decubitus right|feet first-decubitus right',
      'FFDL|feet first decubitus left|feet first-decubitus left'
    ]
  },
  {
    source: 'PS3.3, sections C.7.3.1 and C.8.11.7, in six languages',
    keywords: ['Laterality', 'ImageLaterality', 'FrameLaterality'],
    words: [
      'R|right|rechts|re|desno|droite|droit|derecha|derecho|destra|destro',
      'L|left|links|li|lijevo|gauche|izquierda|izquierdo|sinistra|sinistro',
      'B|both|bilateral|bilateralno|beidseits|beide|bilatéral|bilaterale'
    ]
  },
  {
    source: 'PS3.3, section C.8.3.1, and names of the sequences',
    keywords: ['ScanningSequence'],
    words: [
      'SE|spin echo',
      'IR|inversion recovery',
      'GR|gradient recalled|gradient echo|gradient recalled echo|GRE|FFE|FE|field echo',
      'EP|echo planar|EPI',
      'RM|research mode'
    ]
  },
  {
    source: 'PS3.3, section C.8.3.1',
    keywords: ['MRAcquisitionType'],
    words: ['2D|two dimensional', '3D|three dimensional']
  },
  {
    source: 'PS3.3, sections C.8.2.1 and C.8.15.3.2',
    keywords: ['AcquisitionType', 'ScanOptions', 'CTAcquisitionType'],
    words: ['SPIRAL|helical|helix|spirale|helical mode|spiral mode', 'SEQUENCED|axial mode|sequential|sequence mode']
  },
  {
    source: "makers' names of the same pulse sequences: their tables of MR acronyms",
    keywords: ['SequenceName', 'PulseSequenceName'],
    words: [
      'MPRAGE|MP-RAGE|MP RAGE|BRAVO|3D TFE|T1 3D TFE|3D MPRAGE|TFL 3D',
      'TSE|FSE|turbo spin echo|fast spin echo|TurboSE|FASE',
      'HASTE|SSFSE|SSTSE|SSH TSE|single shot TSE|single shot FSE',
      'FLASH|SPGR|FSPGR|T1 FFE|T1-FFE|RF spoiled FAST',
      'VIBE|LAVA|THRIVE|eTHRIVE|FAME|3D QUICK',
      'TrueFISP|TRUFI|FIESTA|bFFE|balanced FFE|b-FFE|True SSFP',
      'CISS|FIESTA-C',
      'SPACE|CUBE|VISTA|isoFSE|VISTA TSE|3D MVOX',
      'SWI|SWAN|SWIp|BSI|FSBB',
      'BLADE|PROPELLER|MultiVane|RADAR|JET',
      'TOF|time of flight|inflow MRA',
      'STIR|short TI inversion recovery',
      'DWI|diffusion weighted|diffusion'
    ]
  },
  {
    source: 'ways of giving contrast agent, PS3.16, CID 11',
    keywords: ['ContrastBolusRoute'],
    words: [
      'IV|intravenous|I.V.|i v|intravenös|intravenski|intraveineuse|intravenosa|endovenosa',
      'IA|intra-arterial|intraarterial|I.A.',
      'ORAL|oral|per os|PO|oralno|orale'
    ]
  },
  {
    source: 'PS3.3, section C.8.2.1, and plain words',
    keywords: ['RotationDirection'],
    words: ['CW|clockwise', 'CC|counter clockwise|counterclockwise|CCW']
  }
]

/** Values of coded answers, whichever tag asks. */
const ANSWERS: readonly string[] = ['YES|Y|TRUE|T|ja|da|oui|si|sì|on|1', 'NO|N|FALSE|F|nein|ne|non|off|0']

/** A thing that values of an attribute name. */
export interface Concept {
  /** The same for words of the same thing, and for no others. */
  id: string
  /** The word that the standard has for it, or its usual name. */
  word: string
  /** Where its words come from. */
  source: string
}

/** Of one attribute, what its values name, by `keyOf`. */
const BY_KEYWORD: ReadonlyMap<string, ReadonlyMap<string, Concept>> = new Map(
  VOCABULARIES.flatMap(({ keywords, words, source }) => keywords.map((keyword) => [keyword, concepts(words, source)]))
)

const BY_ANSWER = concepts(ANSWERS, 'coded answers')

function concepts(lists: readonly string[], source: string): Map<string, Concept> {
  return new Map(
    lists.flatMap((list) => {
      const words = list.split('|')
      const concept = { id: words[0], word: words[0], source }
      return words.map((word) => [keyOf(word), concept] as const)
    })
  )
}

/** Without what stands between words: makers write `MultiVane`, `MULTIVANE` and `Multi-Vane`. */
function keyOf(text: string): string {
  return wordsOf(text).join('')
}

/** Whether a value is the word that the standard has for a thing, but for its spelling. */
export function isDefinedWord({ word }: Concept, value: string): boolean {
  return keyOf(word) === keyOf(value)
}

/** What a value of an attribute names; undefined where no vocabulary has all of its words. */
export function conceptOf(keyword: string, value: string): Concept | undefined {
  return keyword === 'BodyPartExamined' ? partsConcept(value) : BY_KEYWORD.get(keyword)?.get(keyOf(value))
}

/** The parts of the body that a value names, where all of its words do. */
export function partsConcept(value: string): Concept | undefined {
  const parts = partsIn(value)
  const named = parts.flatMap(({ words }) => words.split(' '))
  if (parts.length === 0 || named.length !== wordsOf(value).length) return undefined
  const codes = [...new Set(parts.map(({ part }) => part.code))].sort()
  const [defined] = (parts[0].part.any ?? parts[0].part.meaning).split('|')
  return { id: codes.join(' '), word: defined, source: 'SNOMED CT, PS3.16, CID 4031 and Annex L' }
}

/**
 * What values of an attribute answer, where all of them are answers: yes or no in one site's words or another's.
 * @returns undefined where any value is no answer
 */
export function answersOf(values: Iterable<string>): Map<string, Concept> | undefined {
  const answers = new Map<string, Concept>()
  for (const value of values) {
    const concept = BY_ANSWER.get(keyOf(value))
    if (concept === undefined) return undefined
    answers.set(value, concept)
  }
  return answers
}
