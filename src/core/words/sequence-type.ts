import { PhraseList, wordsOf } from './word-list.ts'

/** What `SequenceType` can say of an MR image: what decides how it looks. */
export type SequenceType =
  | 'localizer'
  | 'ADC'
  | 'diffusion'
  | 'perfusion'
  | 'functional'
  | 'field map'
  | 'angiography'
  | 'susceptibility'
  | 'FLAIR'
  | 'STIR'
  | 'T1'
  | 'T2'
  | 'proton density'
  | 'cine'
  | 'spectroscopy'

/** In the order of what counts where a text names several: `ep2d_diff_ADC`, `T2 FLAIR`, `T1 MPRAGE localizer`. */
const WORDS: readonly (readonly [SequenceType, string])[] = [
  [
    'localizer',
    'loc|localizer|localiser|scout|survey|pilot|topogram|lokalizator|localizador|localizzatore|reperage|plan scan|smartbrain|aahead scout|aascout|aahscout|planscan'
  ],
  ['spectroscopy', 'spectro*|mrs|svs|csi|press te|steam te|spektro*|espectro*|spettro*'],
  ['ADC', 'adc|dadc|apparent diffusion*'],
  [
    'diffusion',
    'dwi|dti|diff|diffusion|diffusione|difusion|difuzij*|dki|trace|tracew|tensor|b1000|b800|b500|b0 b1000|resolve|dwibs|ddwi|hardi|noddi|mddw|dsi|fa map'
  ],
  ['perfusion', 'perf|perfusion|perfusione|perfuzij*|asl|pasl|pcasl|pwi|dsc|dce|cbf|cbv|mtt'],
  ['functional', 'bold|fmri|func|rest|resting|restingstate|rsfmri|task|functional|fid weisskoff'],
  [
    'field map',
    'fieldmap|field map|fieldmapping|field mapping|gre field*|b0map|b0 map|b1map|b1 map|fmap|spinecho field*|epi pe|topup'
  ],
  [
    'angiography',
    'tof|mra|angio*|mip|pca|phase contrast|pc angio|inhance|trance|twist|tricks|mrv|venogra*|flebogra*|cemra|carotids tof|vessel*'
  ],
  ['susceptibility', 'swi|swan|swip|qsm|t2star|t2 star|t2s|hemo|heme|medic|merge|venobold|minip'],
  ['cine', 'cine|kine|tagging|function sax|sax stack'],
  ['FLAIR', 'flair|tirm dark*|dark fluid|darkfluid|t2 flair|fluid attenuated'],
  ['STIR', 'stir|tirm|turbo inversion recovery'],
  [
    'T2',
    't2|t2w|t2 tse|haste|ssfse|ss tse|space t2|ciss|fiesta|trufi|truefisp|bffe|balanced|mrcp|drive|t2tse|frfse|propeller t2|cube t2|b tfe|fiesta c|sshot'
  ],
  ['proton density', 'pd|pdw|pd fs|proton density|protonendicht*|dp|densite de protons|pdfs|pd spair'],
  [
    'T1',
    't1|t1w|mprage|mp rage|bravo|spgr|fspgr|vibe|lava|thrive|flash|tfe 3d|3d tfe|fl2d|fl3d|dixon|mdixon|e thrive|ethrive|radial vibe|tfl|tfl3d|ir fspgr|mp2rage|bliss|vibrant'
  ]
]

const TYPES = new PhraseList<SequenceType>(WORDS.map(([type, phrases]) => [phrases, type] as const))
const RANK = new Map(WORDS.map(([type], rank) => [type, rank]))

/** `T2*` is no T2. */
const T2_STAR = /\bT2\s?\*/gi

/** The kind of sequence that a description or a protocol of an MR series names; null where it names none. */
export function sequenceTypeIn(text: string): SequenceType | null {
  const found = TYPES.find(wordsOf(text.replace(T2_STAR, ' t2star ')))
  const types = found.map(({ what }) => what).sort((a, b) => RANK.get(a)! - RANK.get(b)!)
  return types[0] ?? null
}
