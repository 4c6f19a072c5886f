import { type LabelSetRow, labelSetRow, labelSetRows } from '../core/catalogue/label-set-rows.ts'
import { findLabelSet, findRemovedLabelSet, removeLabelSet, restoreLabelSet } from '../core/catalogue/label-sets.ts'
import { type ImportedLabels, importLabels } from '../core/labels/import-labels.ts'
import { adding, reading } from './catalogues.ts'
import { compareLabels, type LabelComparison } from './compare-labels.ts'
import type { Job } from './contract.ts'
import type { CompareLabelsParameters, ImportLabelsParameters } from './definitions/label-sets.ts'
import { PROGRAM_VERSION } from './program.ts'

export const importLabelsJob: Job<ImportLabelsParameters, ImportedLabels> = {
  run: ({ catalogue, file, ...options }, work) =>
    adding(catalogue, (reader) => importLabels(reader, file, { ...options, program: PROGRAM_VERSION }, work))
}

export interface LabelSetsReport {
  sets: LabelSetRow[]
}

export const labelSetsJob: Job<{ catalogue: string }, LabelSetsReport> = {
  run: ({ catalogue }) => reading(catalogue, (reader) => ({ sets: labelSetRows(reader) }))
}

interface ChangedLabelSet {
  set: LabelSetRow
}

export const removeLabelSetJob: Job<{ catalogue: string; name: string }, ChangedLabelSet> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, (reader) => ({
      set: labelSetRow(reader, removeLabelSet(reader.db, findLabelSet(reader.db, name).id))
    }))
}

export const restoreLabelSetJob: Job<{ catalogue: string; name: string }, ChangedLabelSet> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, (reader) => ({
      set: labelSetRow(reader, restoreLabelSet(reader.db, findRemovedLabelSet(reader.db, name).id))
    }))
}

export const compareLabelsJob: Job<CompareLabelsParameters, LabelComparison> = {
  run: ({ catalogue, run, name }, work) =>
    reading(catalogue, (reader) => compareLabels(reader, run, findLabelSet(reader.db, name), work))
}
