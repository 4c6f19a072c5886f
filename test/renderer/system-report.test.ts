import { expect, it } from 'vitest'
import { systemReport } from '../../src/renderer/system-report.ts'

const SYSTEM = {
  platform: 'linux',
  release: '6.1.0',
  arch: 'x64',
  cores: 16,
  memory: 128e9,
  node: '24.21.0',
  electron: null
}
const SHOWN = { userAgent: 'Chrome/150', width: 1280, height: 800, scale: 2, theme: 'dark' }

it('tells of the program, the system and the window', () => {
  const state = { version: '0.2.0', host: 'browser' as const }
  expect(systemReport({ state, system: SYSTEM, shown: SHOWN, archive: null, jobs: [] })).toBe(
    [
      'Medoid 0.2.0 in a browser',
      'System: linux 6.1.0 x64, 16 cores, 128.0 GB of memory',
      'Node 24.21.0',
      'Window: 1280 × 800 at 2, dark theme, Chrome/150',
      'No catalogue is open'
    ].join('\n')
  )
})

it('has numbers of the archive and the last ten jobs, and nothing that may tell of patients', () => {
  const jobs = Array.from({ length: 12 }, (_, i) => ({
    job: 'scan' as const,
    state: 'failed' as const,
    changed: `2026-01-02T03:04:${10 + i}.000Z`,
    catalogue: '/export/MEIER^ANNA/archive.sqlite',
    message: 'There is no folder /export/MEIER^ANNA.',
    parameters: { folders: ['/export/MEIER^ANNA'] },
    notes: ['MEIER^ANNA']
  }))
  const state = { version: '0.2.0', host: 'desktop' as const, user: 'meier', catalogue: '/export/MEIER^ANNA' }
  const archive = { instances: 1630, images: 1, modality: [{ value: 'MEIER^ANNA', count: 1 }] }
  const report = systemReport({ state, system: { ...SYSTEM, electron: '45.4.1' }, shown: SHOWN, archive, jobs })
  expect(report).toContain('Medoid 0.2.0 in its desktop app')
  expect(report).toContain('Node 24.21.0, Electron 45.4.1')
  expect(report).toContain('Catalogue: 1,630 instances, 1 image')
  expect(report.match(/^Job scan: failed, .*$/gm)).toHaveLength(10)
  expect(report).toContain('Job scan: failed, 2026-01-02T03:04:21.000Z')
  expect(report).not.toContain('2026-01-02T03:04:11.000Z')
  expect(report).not.toMatch(/meier|export/i)
})
