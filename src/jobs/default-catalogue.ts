import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where a catalogue is kept that nobody named: the user's data folder of the platform. */
export function defaultCatalogue(): string {
  return join(dataFolder(), 'catalogue.sqlite')
}

/** The user's data folder of this platform. */
export function dataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Medoid')
  if (process.platform === 'win32')
    return join(absolute(process.env.LOCALAPPDATA) ?? join(homedir(), 'AppData', 'Local'), 'Medoid')
  return join(absolute(process.env.XDG_DATA_HOME) ?? join(homedir(), '.local', 'share'), 'medoid')
}

/** XDG's specification has relative paths ignored: they would lead to another folder from each working folder. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined
}
