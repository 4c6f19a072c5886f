/** Looks for one device, says what it found, and ends: see probe.ts. */
import { endWithParent } from '../../end-with-parent.ts'
import { helperParent } from '../../processes/helper-parent.ts'
import type { TfjsDevice } from './device.ts'
import type { FoundDevice, ProbeRequest } from './probe.ts'
import { openTensorflow } from './tensorflow.ts'
import { trialError } from './trial.ts'
import { findAdapter, NO_ADAPTER, openWebgpu, softwareOnly } from './webgpu-device.ts'

// A driver that hangs keeps this thread from hearing that the parent has gone.
const watched = endWithParent()
const parent = helperParent()
parent.onMessage((request) => {
  void watched
    .then(() => look(request as ProbeRequest))
    .catch((error: Error): FoundDevice => ({ missing: error.message.replace(/\s+/g, ' ').trim() }))
    // Not at its leisure: a driver may hang at the end.
    .then((found) => parent.send(found, () => process.exit()))
})

async function look({ name, software }: ProbeRequest): Promise<FoundDevice> {
  if (name !== 'webgpu') return tried(await openTensorflow(name), name)
  const adapter = await findAdapter()
  if (adapter === undefined) return { missing: NO_ADAPTER }
  if (adapter.software && !software) return { missing: softwareOnly(adapter.device) }
  return tried(await openWebgpu(adapter), adapter.device)
}

async function tried(device: TfjsDevice, name: string): Promise<FoundDevice> {
  const error = await trialError(device)
  return error < 1e-3 ? { device: name } : { missing: `${name} computes wrongly (off by ${error}): update its driver` }
}
