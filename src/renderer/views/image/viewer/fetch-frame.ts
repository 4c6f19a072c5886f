import { HostError } from '../../../host.ts'
import { type Frame, unpackFrame } from './frame.ts'

/** Asks the host for a frame. @param frame from 0 @throws HostError why there is none */
export async function fetchFrame(instance: number, frame: number | 'middle', signal: AbortSignal): Promise<Frame> {
  let response: Response
  try {
    response = await fetch(`./frame/${instance}/${frame}`, { signal })
  } catch (error) {
    if (signal.aborted) throw error
    throw new HostError('host-gone', 'Medoid does not answer. Start it again where it ran, and open its link.')
  }
  if (response.ok) return unpackFrame(await response.arrayBuffer())
  if (response.headers.get('content-type') !== 'application/json') {
    throw new HostError('host-refused', 'Medoid was restarted. Open the link that it printed.')
  }
  const { code, message } = (await response.json()) as { code: string; message: string }
  throw new HostError(code, message)
}
