/** What of the program a window runs itself: words, units and options. Nothing of Node is behind it. */
export { unitOf, withUnit } from '../core/dicom/units.ts'
export { condition, conditionWords } from '../core/conditions.ts'
export { SUGGESTED_NOTE } from '../core/labels/suggested-note.ts'
export { parse } from '../core/schema.ts'
export { featureOptions } from '../jobs/definitions/feature-parameters.ts'
