import type { Backend } from '../backend.ts'
import type { TfjsDevice } from './device.ts'
import { TfjsNetwork } from './network.ts'

/** A backend whose device is opened for its first network and closed with its last one. */
export function tfjsBackend(
  about: Pick<Backend, 'name' | 'device' | 'deterministic'>,
  open: () => Promise<TfjsDevice>
): Backend {
  let opened: TfjsDevice | undefined
  let networks = 0
  return {
    ...about,
    async create(architecture, state) {
      opened ??= await open()
      const device = opened
      await device.tf.setBackend(device.backend)
      const network = new TfjsNetwork(device, architecture, state)
      networks++
      const free = network.close.bind(network)
      network.close = async () => {
        network.close = () => Promise.resolve()
        await free()
        if (--networks > 0) return
        opened = undefined
        await device.close()
      }
      return network
    },
    tensors: () => opened?.tf.memory().numTensors ?? 0
  }
}
