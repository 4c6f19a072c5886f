import type { Feature } from '../catalogue/stored/features.ts'

/** A tag whose values clusters are compared with. */
export interface Target {
  keyword: string
  /** Tags that say the same in other words, by keyword; or sequences, whatever is in them. */
  proxies: ReadonlySet<string>
}

/** What machine made the image. The SOP Class (PS3.3, section A.1.4) follows from it. */
export const MODALITY: Target = {
  keyword: 'Modality',
  proxies: new Set([
    'Modality',
    'SOPClassUID',
    'MediaStorageSOPClassUID',
    'ModalitiesInStudy',
    'SOPClassesInStudy',
    'SOPClassesSupported',
    'SourceImageSequence',
    'ReferencedImageSequence'
  ])
}

/** What part of the body it shows: as text, or as codes of the anatomic region (PS3.3, section 10.5). */
export const BODY_PART: Target = {
  keyword: 'BodyPartExamined',
  proxies: new Set([
    'BodyPartExamined',
    'AnatomicRegionSequence',
    'AnatomicRegionModifierSequence',
    'PrimaryAnatomicStructureSequence',
    'PrimaryAnatomicStructureModifierSequence',
    'AnatomicStructureSpaceOrRegionSequence',
    'AnatomicRegionsInStudyCodeSequence'
  ])
}

/** Features without those that give the target away. */
export function withoutTarget(
  features: readonly Feature[],
  { proxies }: Target
): { kept: Feature[]; leftOut: string[] } {
  const tells = ({ keyword, path }: Feature): boolean =>
    proxies.has(keyword) || path.split('.').some((sequence) => proxies.has(sequence))
  return {
    kept: features.filter((feature) => !tells(feature)),
    leftOut: features.filter(tells).map(({ name }) => name)
  }
}
