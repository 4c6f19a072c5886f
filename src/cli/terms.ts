import type { Action, Terms } from '../messages/terms.ts'

/** Actions that are not called as their command is. */
const COMMANDS: Partial<Record<Action, string>> = { quarantine: 'check --quarantine', rescan: 'scan' }

/** What stands behind a command whose values are not known. */
const ARGUMENTS: Partial<Record<Action, string>> = {
  scan: ' FOLDER',
  'sources move': ' OLD NEW',
  'sources remove': ' FOLDER'
}

/** Options and commands, as they are typed. */
export const SHELL_TERMS: Terms = {
  setting: (name, value) => `--${name}${value === undefined ? '' : ` ${value}`}`,
  action(name, settings = {}) {
    if (name === 'open-catalogue') return '--catalogue FILE'
    const typed = Object.entries(settings).map(([setting, value]) =>
      setting === '' ? ` ${value}` : ` --${setting} ${value}`
    )
    return `"medoid ${COMMANDS[name] ?? name}${typed.join('') || (ARGUMENTS[name] ?? '')}"`
  }
}
