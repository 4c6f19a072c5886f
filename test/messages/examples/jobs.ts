import type { JOBS } from '../../../src/messages/en/jobs.ts'
import { type Examples, OWN } from './example.ts'

const computing = { backend: 'wasm', device: '2 threads' }
const remade = { file: OWN, aside: null }

export const jobs: Examples<keyof typeof JOBS> = {
  'unknown-job': [{ id: OWN }],
  'job-not-stopped': [{ state: 'running' }],
  'job-not-running': [{}],
  'job-running': [{ state: 'waiting' }],
  'job-not-overdue': [{ seconds: 10 }],
  'job-record-invalid': [{ reason: 'parameters.k has to be a list.' }],
  'record-too-large': [{}],
  'catalogue-sound': [{ path: OWN }],
  'journal-folder': [{ path: OWN }],
  'process-killed': [{}],
  'process-ended': [{ status: 134 }],
  'process-not-stopped': [{}],
  'ended-waiting': [{}],
  'ended-running': [{}],
  stopped: [{}],
  'waits-elsewhere': [{ process: 123 }],
  'runs-elsewhere': [{ process: 123 }],
  'ends-elsewhere': [{}],
  'source-already-removed': [{ source: OWN }],
  'computing-on': [{ backend: 'webgpu', device: OWN }],
  'fewer-images': [{ images: 10, wanted: 20, reserved: 5 }],
  'constant-images': [{ drawn: 10, constant: 1, first: OWN }],
  'model-of-another-version': [{ model: 1, program: '0.1.0', current: '0.2.0' }],
  'epochs-done': [{ model: 1, epochs: 20 }],
  'training-time': [
    { secondsPerStep: 0.2, ...computing, isRest: false, time: 90, proposal: null },
    {
      secondsPerStep: 2,
      ...computing,
      isRest: true,
      time: 90_000,
      proposal: { architecture: 'compact', batch: 40, images: 3000, epochs: 20 }
    }
  ],
  'earlier-state-used': [{ model: 1, damaged: 20, step: 10, saved: '2026-01-01T00:00:00.000Z' }],
  'vectors-size': [{ images: 6017, values: 5120, out: OWN, bytes: 1.2e9 }],
  'projection-fitted': [{ model: 1, width: 256, images: 1024, explained: 0.987 }],
  'vectors-continued': [{ images: 1 }],
  'model-untrained': [{ model: 1 }],
  'images-without-group': [{ without: 3, images: 10, keyword: 'PatientID', unit: 'patient' }],
  'datasets-fitted': [{ datasets: 50, size: 600, fitted: { datasets: 6, size: 600 } }],
  'vectors-remade': [{ ...remade, reason: { kind: 'other-weights' } }],
  'store-size': [{ images: 6017, model: 1, values: 5120, file: OWN, bytes: 6.5e7 }],
  'pictures-remade': [
    { ...remade, reason: { kind: 'foreign' } },
    { ...remade, reason: { kind: 'other-catalogue' } },
    { ...remade, reason: { kind: 'other-version' } },
    { file: 'a.pictures', aside: OWN, reason: { kind: 'damaged', detail: 'file is not a database' } }
  ]
}
