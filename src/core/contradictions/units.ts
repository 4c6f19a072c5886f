import { parseDecimal } from '../numbers.ts'
import { type ContradictionRule, within } from './rule.ts'

/** Where another unit than that of PS3.3 begins: no magnet has 25 tesla in a patient, no proton 2,000 MHz, no tube 1,000 kV. */
const LEAST: Readonly<Record<string, number>> = {
  // Tesla; 0.2 T are 2,000 gauss.
  MagneticFieldStrength: 25,
  // MHz; 64 MHz are 64,000 kHz.
  ImagingFrequency: 2000,
  // kV
  KVP: 1000
}

export const UNITS: ContradictionRule = {
  code: 'units',
  title: 'Another unit',
  says: 'Field strengths in gauss, frequencies in kHz or Hz, voltages in volts: they are compared with tesla, MHz and kV.',
  keywords: Object.keys(LEAST),
  contradicts(valueOf) {
    for (const [tag, least] of Object.entries(LEAST)) {
      if (parseDecimal(valueOf(tag)) >= least) return [within(tag, least, null)]
    }
    return null
  }
}
