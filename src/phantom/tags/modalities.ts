import type { Modality } from '../exams.ts'
import type { ModalityModule } from './context.ts'
import { ct } from './ct.ts'
import { nm, pt } from './emission.ts'
import { rf, xa } from './fluoroscopy.ts'
import { mr } from './mr.ts'
import { cr, dx, mg } from './radiography.ts'
import { us } from './ultrasound.ts'

export const MODALITIES: Record<Modality, ModalityModule> = {
  CR: cr,
  CT: ct,
  DX: dx,
  MG: mg,
  MR: mr,
  NM: nm,
  PT: pt,
  RF: rf,
  US: us,
  XA: xa
}
