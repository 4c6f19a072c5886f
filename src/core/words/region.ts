import { BODY_PARTS, type BodyPart, type BodyRegion } from './body-parts.ts'
import { PhraseList, wordsOf } from './word-list.ts'

/** What says nothing of the part that was imaged. */
const NOT_IMAGED = [
  'head first|feet first|head up|feet up|arms up|arms down|arm up|arm down|arms overhead|legs down',
  'hand injection|hand inj|by hand|free hand|freehand|heart rate|body coil|body weight|main protocol',
  'second look|de face|face profil|face et profil'
].join('|')

const PARTS = new PhraseList<BodyPart | null>([
  [NOT_IMAGED, null],
  ...BODY_PARTS.flatMap((part) =>
    [part.any, ...Object.values(part.words ?? {})]
      .filter((phrases) => phrases !== undefined)
      .map((phrases) => [phrases, part] as const)
  )
])

/** A part that a text names, in the text's own words, as `wordsOf` has them. */
interface NamedPart {
  part: BodyPart
  words: string
}

/** The parts of the body that a text names, in its order. */
export function partsIn(text: string): NamedPart[] {
  const words = wordsOf(text)
  return PARTS.find(words).flatMap(({ what, from, to }) =>
    what === null ? [] : [{ part: what, words: words.slice(from, to).join(' ') }]
  )
}

/** Regions that are made of others. */
const MADE_OF: readonly (readonly [BodyRegion, readonly BodyRegion[]])[] = [
  ['Neck, chest, abdomen and pelvis', ['Neck', 'Chest', 'Abdomen', 'Pelvis']],
  ['Neck, chest and abdomen', ['Neck', 'Chest', 'Abdomen']],
  ['Chest, abdomen and pelvis', ['Chest', 'Abdomen', 'Pelvis']],
  ['Neck and chest', ['Neck', 'Chest']],
  ['Chest and abdomen', ['Chest', 'Abdomen']],
  ['Abdomen and pelvis', ['Abdomen', 'Pelvis']],
  ['Head and neck', ['Head', 'Neck']],
  ['Cervicothoracic spine', ['Cervical spine', 'Thoracic spine']],
  ['Thoracolumbar spine', ['Thoracic spine', 'Lumbar spine']],
  ['Pelvis and lower limbs', ['Pelvis', 'Lower limb']],
  ['Spine', ['Cervical spine', 'Thoracic spine', 'Lumbar spine']]
]

/** Of regions that lie in another one, where both are named the smaller one is meant: `CT Thorax Herz`. */
const LIES_IN: Readonly<Partial<Record<BodyRegion, readonly BodyRegion[]>>> = {
  Heart: ['Chest', 'Chest and abdomen'],
  Breast: ['Chest'],
  Prostate: ['Pelvis', 'Abdomen and pelvis', 'Abdomen'],
  Hip: ['Pelvis', 'Lower limb'],
  'Cervical spine': ['Spine', 'Neck', 'Head and neck'],
  'Thoracic spine': ['Spine', 'Chest'],
  'Lumbar spine': ['Spine', 'Pelvis', 'Abdomen'],
  'Cervicothoracic spine': ['Spine'],
  'Thoracolumbar spine': ['Spine'],
  Shoulder: ['Upper limb'],
  'Upper arm': ['Upper limb'],
  Elbow: ['Upper limb'],
  Forearm: ['Upper limb'],
  Wrist: ['Upper limb', 'Hand'],
  Hand: ['Upper limb'],
  Thigh: ['Lower limb'],
  Knee: ['Lower limb'],
  'Lower leg': ['Lower limb'],
  Ankle: ['Lower limb', 'Foot'],
  Foot: ['Lower limb']
}

/** The region that the parts of one text lie in together; null where it names none. */
export function regionOf(parts: readonly NamedPart[]): BodyRegion | null {
  const named = [...new Set(parts.map(({ part }) => part.region))]
  const meant = named.filter((outer) => !named.some((inner) => LIES_IN[inner]?.includes(outer)))
  if (meant.length < 2) return meant[0] ?? null
  if (meant.includes('Whole body')) return 'Whole body'
  const pieces = new Set(meant.flatMap((region) => piecesOf(region)))
  const whole = MADE_OF.find(([, made]) => made.length === pieces.size && made.every((piece) => pieces.has(piece)))
  // What was named first is what the text is about.
  return whole?.[0] ?? meant[0]
}

function piecesOf(region: BodyRegion): readonly BodyRegion[] {
  return MADE_OF.find(([whole]) => whole === region)?.[1] ?? [region]
}

/** Whether one region is the other one, lies in it, or is a piece of it. */
export function isWithin(inner: BodyRegion, outer: BodyRegion): boolean {
  return inner === outer || piecesOf(outer).includes(inner) || (LIES_IN[inner]?.includes(outer) ?? false)
}
