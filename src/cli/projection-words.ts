import type { EmbedReport } from '../jobs/embed.ts'
import { counted } from '../messages/format.ts'

/** What projected vectors are. */
export function projectionWords({ width, images, explained }: NonNullable<EmbedReport['projection']>): string {
  return `Projected to ${counted(width, 'principal components')} of ${counted(images, 'images')} that the model learnt from: ${(explained * 100).toFixed(1)} % of their variance.`
}
