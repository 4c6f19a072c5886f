import type { Action, Terms } from '../messages/terms.ts'

/** What stands behind a command whose values are not known. */
const ARGUMENTS: Partial<Record<Action, string>> = { scan: ' FOLDER', 'sources remove': ' FOLDER' }

/** Options and commands, as they are typed. */
export const SHELL_TERMS: Terms = {
  setting: (name, value) => `--${name}${value === undefined ? '' : ` ${value}`}`,
  action(name, settings = {}) {
    if (name === 'again') return 'the same command'
    if (name === 'stop') return 'Ctrl-C'
    if (name === 'open-catalogue') return '--catalogue FILE'
    if (name === 'quarantine') return '"medoid check --quarantine"'
    const options = Object.entries(settings).map(([setting, value]) => ` --${setting} ${value}`)
    return `"medoid ${name}${options.join('') || (ARGUMENTS[name] ?? '')}"`
  }
}
