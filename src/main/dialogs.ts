import { type BrowserWindow, dialog } from 'electron'

import { boolean, object, oneOf, optional, parse, text } from '../core/schema.ts'

const choice = object({
  kind: oneOf('folder', 'catalogue', 'file', 'new-catalogue', 'save'),
  suggested: optional(text()),
  keeps: optional(boolean)
})

const CATALOGUES = [{ name: 'Medoid catalogue', extensions: ['sqlite'] }]

/** Lets a person choose with the system's own dialog. @param given anything @returns null where they chose nothing */
export async function choose(window: BrowserWindow, given: unknown): Promise<string | null> {
  const { kind, suggested } = parse(choice, given, 'The choice')
  if (kind === 'folder' || kind === 'catalogue' || kind === 'file') {
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: kind === 'folder' ? ['openDirectory'] : ['openFile'],
      ...(kind === 'catalogue' ? { filters: CATALOGUES } : {})
    })
    return filePaths[0] ?? null
  }
  const { filePath, canceled } = await dialog.showSaveDialog(window, {
    ...(suggested === undefined ? {} : { defaultPath: suggested }),
    ...(kind === 'new-catalogue' ? { filters: CATALOGUES } : {}),
    // Other systems ask by themselves before a file is replaced, GTK only when it is told to.
    properties: ['showOverwriteConfirmation']
  })
  return canceled || filePath === '' ? null : filePath
}
