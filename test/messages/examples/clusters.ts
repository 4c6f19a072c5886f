import type { CLUSTERS } from '../../../src/messages/en/clusters.ts'
import type { Examples } from './example.ts'

export const clusters: Examples<keyof typeof CLUSTERS> = {
  'sparse-medoid': [
    { columns: 8, of: 101, things: 'images', method: 'paper' },
    { columns: 8, of: 101, things: 'images', method: 'balanced' },
    { columns: 1, of: 6, things: 'rows', method: 'paper' }
  ],
  'few-shared-columns': [
    { columns: 7, of: 101, things: 'images' },
    { columns: 1, of: 6, things: 'rows' }
  ],
  'low-silhouette': [{ silhouette: 0.12, least: 0.25 }],
  'nearer-elsewhere': [
    { members: 31, of: 60, things: 'images' },
    { members: 3, of: 5, things: 'rows' }
  ]
}
