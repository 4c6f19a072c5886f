import { BODY_PART, MODALITY } from '../evaluation/target.ts'
import type { Attribute } from '../features/attributes.ts'

const REGION: readonly string[] = [...BODY_PART.proxies, 'Region', 'RegionFrom']
const CONTRAST: readonly string[] = [
  'ContrastBolusAgent',
  'ContrastBolusAgentSequence',
  'ContrastBolusAdministrationRouteSequence',
  'ContrastBolusRoute',
  'ContrastBolusVolume',
  'ContrastBolusStartTime',
  'ContrastBolusStopTime',
  'ContrastBolusTotalDose',
  'ContrastFlowRate',
  'ContrastFlowDuration',
  'ContrastBolusIngredient',
  'ContrastBolusIngredientConcentration',
  'ContrastGiven'
]
const SIDE: readonly string[] = ['Laterality', 'ImageLaterality', 'FrameLaterality', 'Side']
const PLANE: readonly string[] = ['ImageOrientationPatient', 'ImageOrientationVolume', 'ImagePlane']
const VIEW = ['ViewPosition', 'ViewCodeSequence', 'ViewModifierCodeSequence']
const FIELD = ['MagneticFieldStrength', 'ImagingFrequency']

/** Tags that say the same in other words: a forest that sees one of them repeats it, right or wrong. */
const GROUPS: readonly (readonly string[])[] = [[...MODALITY.proxies], REGION, CONTRAST, SIDE, PLANE, VIEW, FIELD]

/** Whether an attribute says what the target says, in the same or in other words; of a sequence, whatever is in it. */
export function proxyOf(target: Attribute): (attribute: Attribute) => boolean {
  const told = new Set(GROUPS.filter((group) => group.includes(target.keyword)).flat())
  return (attribute) =>
    attribute === target ||
    (attribute.keyword !== '' && attribute.keyword === target.keyword) ||
    told.has(attribute.keyword) ||
    attribute.path.split('.').some((sequence) => told.has(sequence))
}
