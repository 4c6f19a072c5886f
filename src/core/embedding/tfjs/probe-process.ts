/** Looks for one device, says what it found, and ends: see probe.ts. */
import type { Message } from '../../../messages/message.ts'
import { MedoidError } from '../../errors.ts'
import { endWithParent } from '../../end-with-parent.ts'
import { helperParent } from '../../processes/helper-parent.ts'
import type { TfjsDevice } from './device.ts'
import { type FoundDevice, missing, type ProbeRequest } from './probe.ts'
import { openTensorflow } from './tensorflow.ts'
import { trialError } from './trial.ts'
import { findAdapter, openWebgpu } from './webgpu-device.ts'

// A driver that hangs keeps this thread from hearing that the parent has gone.
const watched = endWithParent()
const parent = helperParent()
parent.onMessage((request) => {
  void watched
    .then(() => look(request as ProbeRequest))
    .catch((error: Error): FoundDevice => ({ missing: whyNot(error) }))
    // Not at its leisure: a driver may hang at the end.
    .then((found) => parent.send(found, () => process.exit()))
})

async function look({ name, software }: ProbeRequest): Promise<FoundDevice> {
  if (name !== 'webgpu') return tried(await openTensorflow(name), name)
  const adapter = await findAdapter()
  if (adapter === undefined) return { missing: missing({ why: 'no-gpu' }) }
  if (adapter.software && !software) return { missing: missing({ why: 'software', device: adapter.device }) }
  return tried(await openWebgpu(adapter), adapter.device)
}

/** What libraries throw may have several lines. */
function whyNot(error: Error): Message {
  if (error instanceof MedoidError) return (error as MedoidError).data
  return missing({ why: 'failed', reason: error.message.replace(/\s+/g, ' ').trim() })
}

async function tried(device: TfjsDevice, name: string): Promise<FoundDevice> {
  const error = await trialError(device)
  return error < 1e-3 ? { device: name } : { missing: missing({ why: 'inexact', device: name, error }) }
}
