import type { WATCH } from '../../../src/messages/en/watch.ts'
import type { Examples } from './example.ts'

const LOOKED = { time: '2026-01-05T10:00:00.000Z', read: 12, removed: 1, resting: 2, assigned: 10, clustering: '1.3' }

export const watch: Examples<keyof typeof WATCH> = {
  'watch-began': [
    { folders: 1, told: 1, every: '10m', clustering: '1.3' },
    { folders: 3, told: 1, every: '10m', clustering: '1.3' },
    { folders: 1, told: 0, every: '2h', clustering: '1.3' }
  ],
  'watch-looked': [
    { ...LOOKED, drift: null, clusters: [] },
    { ...LOOKED, drift: { images: 10, far: 0 }, clusters: [] },
    { ...LOOKED, drift: { images: 10, far: 4 }, clusters: [{ cluster: 2, images: 6, far: 4 }] }
  ]
}
