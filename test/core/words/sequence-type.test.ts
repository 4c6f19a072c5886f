import { expect, test } from 'vitest'
import { sequenceTypeIn } from '../../../src/core/words/sequence-type.ts'

test.each([
  ['t1_mprage_sag_p2_iso', 'T1'],
  ['AX T2 FSE', 'T2'],
  ['Ax T2 FLAIR', 'FLAIR'],
  ['t2_tirm_tra_dark-fluid', 'FLAIR'],
  ['COR STIR', 'STIR'],
  ['PD TSE FS SAG', 'proton density'],
  ['Ax T2* GRE', 'susceptibility'],
  ['SWI_Images', 'susceptibility'],
  ['ep2d_diff_3scan_trace_p2', 'diffusion'],
  ['ep2d_diff_3scan_trace_p2_ADC', 'ADC'],
  ['DWI b1000', 'diffusion'],
  ['ep2d_bold_rest', 'functional'],
  ['gre_field_mapping', 'field map'],
  ['TOF_3D_multi-slab', 'angiography'],
  ['fMRI_MB_int', 'functional'],
  ['pCASL', 'perfusion'],
  ['localizer', 'localizer'],
  ['3-plane Loc', 'localizer'],
  ['FAST SPGR 3D', 'T1'],
  ['svs_se_30', 'spectroscopy'],
  ['cine_sax', 'cine'],
  ['PKD_MT', null]
] as const)('%s: %s', (text, type) => {
  expect(sequenceTypeIn(text)).toBe(type)
})
