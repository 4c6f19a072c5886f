/** Runs the backend suite on one backend and sends what each check came to; it ends by itself when the backend lets it. */
import { tensorflowBackend } from '../../../../src/core/embedding/tfjs/tensorflow.ts'
import { webgpuBackend } from '../../../../src/core/embedding/tfjs/webgpu.ts'
import { CHECKS, SHALLOW, someState } from '../backend-suite.ts'
import { sentencesOf } from '../../../sentences.ts'

export type Subject = 'cuda' | 'tensorflow' | 'webgpu' | 'webgpu-software'

/** Sent first: null, or why there is nothing to check. Then after each check. */
export type CheckMessage = { missing: string | null } | { name: string; error: string | null }

const subject = process.argv[2] as Subject
const send = (message: CheckMessage) => process.send!(message)

const backend =
  subject === 'cuda' || subject === 'tensorflow'
    ? await tensorflowBackend(subject)
    : await webgpuBackend({ software: subject === 'webgpu-software' })

send({ missing: 'missing' in backend ? sentencesOf([backend.missing])[0] : null })
if ('create' in backend) {
  // Keeps the device, and with it what was compiled for it.
  const keeper = await backend.create(SHALLOW, someState(SHALLOW))
  for (const { name, check } of CHECKS) {
    const error = await check(backend).then(
      () => null,
      (reason: Error) => reason.stack ?? reason.message
    )
    send({ name, error })
  }
  await keeper.close()
}
process.disconnect()
