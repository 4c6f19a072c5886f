import type { ParametersOf } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'

/** Why an image has no picture, beside what can be wrong with its file and its header (dicom/issues.ts). */
type UndecodableCode =
  /** It holds no pixels. */
  | 'no-pixels'
  /** It has fewer frames. */
  | 'no-such-frame'
  /** The file ends before its pixels do. */
  | 'pixels-truncated'
  /** What the header says of the pixels, or the pixels themselves, cannot be. */
  | 'pixels-damaged'
  /** They may be whole, but are encoded in a way that is not known here. */
  | 'pixels-unsupported'
  /** They take more memory than an image may. */
  | 'pixels-too-large'
  /** They take more processor time than an image may; processes/work-budget.ts says so. */
  | 'pixels-too-costly'
  /** There was no memory for them, though they would not take more than an image may. */
  | 'out-of-memory'

/** An image that cannot be decoded. */
export function cannotDecode<C extends UndecodableCode>(code: C, parameters: ParametersOf<C>): MedoidError {
  return new MedoidError(code, parameters)
}
