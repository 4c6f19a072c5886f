import fs from 'node:fs'
import { join } from 'node:path'
import { syncBuiltinESMExports } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before Medoid by the jobs of a test: holds the scan of a shard where the test wants to do something to it. Where there is a file
 * hold/POINT-SHARD, the scan writes at/POINT-SHARD-… and waits until that is removed. Points are `start`, before anything is done, and
 * `publish`, before a finished shard gets its name.
 */

const folder = process.env.MEDOID_TEST_GATE
const { argv } = process
const shard = isMainThread && argv.includes('scan') ? argv[argv.indexOf('--shard') + 1] : undefined
// The first of two processes only starts the right Node.
const isMedoid = Number(process.versions.node.split('.')[0]) >= 24

async function gate(point) {
  const hold = join(folder, 'hold', `${point}-${shard}`)
  if (!fs.existsSync(hold)) return
  const { SLURM_RESTART_COUNT = '0', SLURMD_NODENAME } = process.env
  fs.writeFileSync(join(folder, 'at', `${point}-${shard}-${SLURM_RESTART_COUNT}-${SLURMD_NODENAME}`), '')
  while (fs.existsSync(hold)) await setTimeout(50)
}

if (folder !== undefined && shard !== undefined && isMedoid) {
  const { link } = fs.promises
  fs.promises.link = async (...given) => {
    await gate('publish')
    return link(...given)
  }
  syncBuiltinESMExports()
  await gate('start')
}
