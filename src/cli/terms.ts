import { commandLine, option } from '../messages/command-line.ts'
import type { Action, Terms } from '../messages/terms.ts'

/** Actions that are not called as their command is. */
const COMMANDS: Partial<Record<Action, string>> = { quarantine: 'check --quarantine', rescan: 'scan' }

/** What stands behind a command whose values are not known. */
const ARGUMENTS: Partial<Record<Action, string>> = {
  'import labels': ' FILE --key SeriesInstanceUID',
  'corrections history': ' --tag TAG',
  'edit history': ' R.K',
  'runs restore': ' RUN',
  scan: ' FOLDER',
  'selections add': ' NAME --where CONDITION',
  'feature-sets add': ' NAME',
  suggest: ' --tag KEYWORD',
  'sources move': ' OLD NEW',
  'sources remove': ' FOLDER'
}

/** Options and commands, as they are typed. */
export const SHELL_TERMS: Terms = {
  setting: (name, value) => option(name, value === undefined ? undefined : String(value)),
  action(name, settings = {}) {
    if (name === 'again') return 'the same command'
    if (name === 'stop') return 'Ctrl-C'
    if (name === 'open-catalogue') return option('catalogue', 'FILE')
    const given = Object.entries(settings)
    const unknown = given.length === 0 ? (ARGUMENTS[name] ?? '') : ''
    return `"${commandLine(COMMANDS[name] ?? name, given)}${unknown}"`
  }
}
