/** Runs scripts of package.json side by side, and shows what each said when it is done: node build/together.mjs SCRIPT… */
import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'

await Promise.all(process.argv.slice(2).map(run))

async function run(script) {
  // Windows starts npm through a shell only.
  const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes))
  const status = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
  process.stdout.write(Buffer.concat(said))
  console.log(`${script}: ${status === 0 ? 'passed' : 'failed'}`)
  if (status !== 0) process.exitCode = 1
}
