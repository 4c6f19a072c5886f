import {
  countCodes,
  countFiles,
  type FileCounts,
  FILE_LISTS,
  type FileList,
  type FileOfList,
  listFiles
} from '../../core/catalogue/file-lists.ts'
import { type Infer, object, oneOf, optional, text } from '../../core/schema.ts'
import { sayMessage } from '../../messages/message.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, slowQuestion } from '../method.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { limit, offset, type Page } from './arguments.ts'

export type { FileCounts, FileList }

/** With what is said of it. */
export interface ListedFile extends Omit<FileOfList, 'issues'> {
  issues: { code: string; message: string }[]
}

export interface FilePage extends Page<ListedFile> {
  /** Files of the list by the kinds of their issues. */
  codes: { code: string; count: number }[]
}

const page = object({ list: oneOf(...FILE_LISTS), code: optional(text({ max: 100 })), offset, limit })

/** What became of every file of the sources. */
export const files = {
  'files.counts': slowQuestion(nothing, ({ reader: { db } }): FileCounts => countFiles(db)),
  'files.list': slowQuestion(page, fileList)
}

function fileList({ reader }: OpenCatalogue, { list, code, offset, limit }: Infer<typeof page>): FilePage {
  const { total, rows } = listFiles(reader, list, { code, offset, limit })
  return { total, rows: rows.map(shown), codes: countCodes(reader.db, list) }
}

function shown({ issues, ...file }: FileOfList): ListedFile {
  const said = issues.map(({ code, issue }) => ({ code, message: sayMessage(issue, WINDOW_TERMS) }))
  return { ...file, issues: said }
}
