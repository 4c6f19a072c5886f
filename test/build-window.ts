import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The specs that open the window need it built from the sources as they are. */
export default function build(): void {
  const built = statSync(join(ROOT, 'out/renderer/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join(ROOT, 'src', file)
  )
  if ([...sources, join(ROOT, 'electron.vite.config.ts')].every((file) => statSync(file).mtimeMs <= built)) return
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  if (status !== 0) throw new Error('The window cannot be built: see above, or run npm run build.')
}
