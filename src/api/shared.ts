/** What of core a window runs, too; everything else it has from the contract, which is types for it. */
export { unitOf, withUnit } from '../core/dicom/units.ts'
export { readOverride, writeOverride } from '../core/features/overrides.ts'
export { SUGGESTED_NOTE } from '../core/labels/suggested-note.ts'
export { parse } from '../core/schema.ts'
export { featureOptions } from '../jobs/definitions/feature-parameters.ts'
