import { describe, expect, test } from 'vitest'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { hasSharedFaults, sharedFaults } from '../../shared-faults.ts'

describe.skipIf(!hasSharedFaults)('pictures of ../shared/faults/hostile that took seconds and gigabytes', () => {
  test.each([
    ['j2k-cb4x4-8000', 'pixels-too-large'],
    ['jlscut-2', 'pixels-truncated'],
    ['v-decoder-late-83a24109e3', 'pixels-truncated']
  ])('%s is refused (%s) within a second of processor time and 200 MB', async (name, code) => {
    const [used, memory] = [process.cpuUsage(), process.memoryUsage()]
    await expect(readFrame(`${sharedFaults}hostile/${name}.dcm`)).rejects.toMatchObject({ name: 'MedoidError', code })
    const { user, system } = process.cpuUsage(used)
    expect((user + system) / 1e6).toBeLessThan(1)
    expect(process.memoryUsage().rss - memory.rss).toBeLessThan(200e6)
  })
})
