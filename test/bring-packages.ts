import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs packages where that can be done: as root on a Debian. Elsewhere, and where it fails, what needs them finds nothing. */
export function bringPackages(...packages: string[]): void {
  if (process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    })
  }
}
