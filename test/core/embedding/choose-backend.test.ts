import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Backend, BackendName } from '../../../src/core/embedding/backend.ts'
import { chooseBackend, type Detectors } from '../../../src/core/embedding/choose-backend.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'
import { sentencesOf } from '../../sentences.ts'

/** Looks for backends that are there where they have a device. @param looked collects the names of those looked for */
function detectors(devices: Partial<Record<BackendName, string>>, looked: BackendName[] = []): Detectors {
  const detector = (name: BackendName) => () => {
    looked.push(name)
    const device = devices[name]
    if (device === undefined) return Promise.resolve({ name, missing: saidBefore(`no ${name} here: get it`) })
    return Promise.resolve({ name, device } as Backend)
  }
  return {
    cuda: detector('cuda'),
    tensorflow: detector('tensorflow'),
    webgpu: detector('webgpu'),
    wasm: detector('wasm')
  }
}

test('auto takes the first that works, cards before processors, and says why none of those before', async () => {
  const looked: BackendName[] = []
  const { backend, reason } = await chooseBackend('auto', {
    detectors: detectors({ webgpu: 'NVIDIA H200', tensorflow: 'processor', wasm: '2 threads' }, looked)
  })
  expect(backend.name).toBe('webgpu')
  expect(sentencesOf([reason])).toEqual(['webgpu: NVIDIA H200; cuda: no cuda here: get it'])
  expect(looked).toEqual(['cuda', 'webgpu'])
})

test('the one that is asked for is taken, and no other is looked for', async () => {
  const looked: BackendName[] = []
  const { backend, reason } = await chooseBackend('wasm', {
    detectors: detectors({ cuda: 'a card', wasm: '2 threads' }, looked)
  })
  expect(backend.name).toBe('wasm')
  expect(sentencesOf([reason])).toEqual(['wasm: 2 threads'])
  expect(looked).toEqual(['wasm'])
})

test('one that is asked for and absent is an error that says what is missing', async () => {
  await expect(chooseBackend('cuda', { detectors: detectors({ wasm: '2 threads' }) })).rejects.toMatchObject({
    code: 'backend-absent',
    message: 'No backend for training: cuda: no cuda here: get it. Or let backend auto take what there is.'
  })
})

test('a search that is cancelled ends with the one that is being looked for', async () => {
  const looked: BackendName[] = []
  const controller = new AbortController()
  const hanging: Detectors = {
    ...detectors({ wasm: '2 threads' }, looked),
    cuda: async (signal) => {
      setImmediate(() => controller.abort())
      await once(signal!, 'abort')
      return { name: 'cuda', missing: saidBefore('it was not waited for') }
    }
  }
  await expect(chooseBackend('auto', { signal: controller.signal, detectors: hanging })).rejects.toMatchObject({
    code: 'cancelled'
  })
  expect(looked).toEqual([])
})
