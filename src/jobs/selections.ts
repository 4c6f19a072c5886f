import { listedImages } from '../core/catalogue/listed-images.ts'
import { type SelectionRow, selectionRow, selectionRows } from '../core/catalogue/selection-rows.ts'
import {
  addSelection,
  findRemoved,
  findSelection,
  removeSelection,
  restoreSelection
} from '../core/catalogue/selections.ts'
import { MedoidError } from '../core/errors.ts'
import { matching } from '../core/features/where.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AddSelectionParameters } from './definitions/selections.ts'
import { PROGRAM_VERSION } from './program.ts'

export interface SelectionsReport {
  selections: SelectionRow[]
}

export const selectionsJob: Job<{ catalogue: string }, SelectionsReport> = {
  run: ({ catalogue }) => reading(catalogue, (reader) => ({ selections: selectionRows(reader) }))
}

interface AddedSelection {
  selection: SelectionRow
  /** SOP Instance UIDs of the list that name no image of the catalogue; null where there was no list. */
  unknown: number | null
}

/** Names the images that satisfy the conditions, of those of a list where one is given. */
export const addSelectionJob: Job<AddSelectionParameters, AddedSelection> = {
  run: ({ catalogue, name, note, where, images: file }, work) =>
    adding(catalogue, async (reader) => {
      if (where.length === 0 && file === undefined) throw new MedoidError('selection-of-what', {})
      const listed = file === undefined ? null : await listedImages(reader, file, work)
      const instances = matching(reader, where, listed?.instances ?? reader.images())
      const origin = {
        by: listed === null ? ('conditions' as const) : ('list' as const),
        where: [...where],
        clustering: null,
        cluster: null,
        words: []
      }
      const selection = addSelection(reader.db, { program: PROGRAM_VERSION, name, note, origin }, instances)
      return { selection: selectionRow(reader, selection), unknown: listed?.unknown ?? null }
    })
}

interface ChangedSelection {
  selection: SelectionRow
}

export const removeSelectionJob: Job<{ catalogue: string; name: string }, ChangedSelection> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, (reader) => ({
      selection: selectionRow(reader, removeSelection(reader.db, findSelection(reader.db, name).id))
    }))
}

export const restoreSelectionJob: Job<{ catalogue: string; name: string }, ChangedSelection> = {
  run: ({ catalogue, name }) =>
    adding(catalogue, (reader) => ({
      selection: selectionRow(reader, restoreSelection(reader.db, findRemoved(reader.db, name).id))
    }))
}
