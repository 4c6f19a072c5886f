import { askBytes } from '../../../host.ts'
import { type ViewedFrame, unpackFrame } from './frame.ts'

/** Asks the host for a frame. @param frame from 0 @throws HostError why there is none */
export async function fetchFrame(
  instance: number,
  frame: number | 'middle',
  signal: AbortSignal
): Promise<ViewedFrame> {
  return unpackFrame(await askBytes(`./frame/${instance}/${frame}`, signal))
}
