/** How much structure a mean silhouette speaks for (Kaufman and Rousseeuw 1990, table 4 of chapter 2). */
export const STRUCTURES = ['none', 'weak', 'reasonable', 'strong'] as const
export type Structure = (typeof STRUCTURES)[number]

/** From which mean silhouette on clusters have a structure (Kaufman and Rousseeuw 1990, table 4 of chapter 2). */
export const STRUCTURE_FROM = { weak: 0.25, reasonable: 0.5, strong: 0.7 }

/** What a mean silhouette says, by the same bands: for every host. */
export function structureWords(structure: Structure): string {
  return structure === 'none' ? 'no substantial structure' : `${structure} structure`
}
