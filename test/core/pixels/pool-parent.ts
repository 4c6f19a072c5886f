import { DecoderPool } from '../../../src/core/pixels/decoder-pool.ts'
import { forkDecoder } from '../../../src/core/pixels/decoder-process.ts'

// Decoders, one in an endless loop, one that prints: tells their ids, so that a test can end this process and look for them.
const pids: number[] = []
const pool = new DecoderPool(2, {
  start: () => forkDecoder(new URL('./odd-decoder.ts', import.meta.url), (pid) => pids.push(pid))
})
void pool.picture('hang')
await pool.picture('print')
process.stdout.write(`${JSON.stringify(pids)}\n`)
