import type { EMBEDDING } from '../../../src/messages/en/embedding.ts'
import { type Examples, OWN } from './example.ts'

const first = { path: OWN, reason: { code: 'no-pixels', parameters: {} } }
const lost = { code: 'backend-missing', parameters: { why: 'no-gpu' } }
const architecture = 'tiny'

export const embedding: Examples<keyof typeof EMBEDDING> = {
  'training-diverged': [{ epoch: 3, step: 17 }],
  'nothing-to-train-on': {
    reserved: { why: 'reserved', images: 100, reserved: 99 },
    undecodable: { why: 'undecodable', images: 8, decoded: 1, first }
  },
  'images-gone': [
    { model: 2, images: 3, first },
    { model: 2, images: 3, first: { path: OWN, reason: 'The file holds no Pixel Data.' } }
  ],
  'model-settings': [{ model: 2, setting: 'seed', before: '1' }],
  'epochs-behind': [{ model: 2, trained: 40, epochs: 20 }],
  'checkpoint-damaged': [{ model: 2 }, { model: null }],
  'model-version': [{ format: '9', known: 1 }],
  'model-architecture': {
    name: { why: 'name', architecture: OWN, expected: 'compact' },
    size: { why: 'size', architecture: 'compact', numbers: 10, expected: 20 }
  },
  'no-projection': [{ model: 1, width: 256 }],
  'projection-too-wide': {
    vectors: { why: 'vectors', width: 256, values: 100 },
    sample: { why: 'sample', width: 256, directions: 21, images: 22, model: 1 }
  },
  'unknown-architecture': [{ name: OWN, known: ['manojlovic2020', 'compact'] }],
  'unsupported-architecture': {
    'encoder-ends-with-upsample': { architecture, why: 'encoder-ends-with-upsample' },
    'begins-with-upsample': { architecture, why: 'begins-with-upsample' },
    'pool-without-relu': { architecture, why: 'pool-without-relu' },
    'pool-of-upsampled': { architecture, why: 'pool-of-upsampled' },
    'too-few-rows': { architecture, why: 'too-few-rows' },
    'no-picture': { architecture, why: 'no-picture' },
    'no-convolution': { architecture, why: 'no-convolution' },
    'odd-rows': { architecture, why: 'odd-rows', rows: 7 },
    'rows-of-pictures': { architecture, why: 'rows-of-pictures', rows: 126 }
  },
  'backend-chosen': [
    { backend: 'wasm', device: '2 threads', absent: [] },
    { backend: 'wasm', device: '2 threads', absent: [{ name: 'webgpu', missing: lost }] }
  ],
  'backend-missing': {
    'not-installed': { why: 'not-installed', package: '@tensorflow/tfjs-node', version: '4.22.0' },
    'no-gpu': { why: 'no-gpu' },
    software: { why: 'software', device: OWN },
    inexact: { why: 'inexact', device: OWN, error: 0.5 },
    late: { why: 'late', seconds: 120 },
    crashed: { why: 'crashed', how: 'SIGSEGV' },
    failed: { why: 'failed', reason: OWN }
  },
  'backend-absent': {
    none: {
      why: 'none',
      backends: [
        { name: 'cuda', missing: OWN },
        { name: 'wasm', missing: lost, lacks: ['libcudart.so.11.0'] }
      ]
    },
    'no-library': { why: 'no-library', package: '@tensorflow/tfjs-node' },
    'no-gpu': { why: 'no-gpu' }
  },
  'device-lost': [{ reason: null }, { reason: OWN }],
  'device-memory': [{ reason: OWN }],
  'picture-missing': [{ file: OWN, instance: 7 }],
  'stored-vectors-unusable': [{ file: OWN, reason: 'vector 3' }],
  'no-stored-vectors': [{ model: null }, { model: 1 }],
  'pictures-unusable': [{ file: OWN, reason: 'file is not a database' }],
  'source-removed': [{}]
}
