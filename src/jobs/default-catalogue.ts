import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where a catalogue is kept that nobody named: the user's data folder of the platform. */
export function defaultCatalogue(): string {
  return join(dataFolder(), 'catalogue.sqlite')
}

/** The user's data folder of this platform. */
export function dataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Medoid')
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Medoid')
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'medoid')
}
