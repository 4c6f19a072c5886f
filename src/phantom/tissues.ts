/** What the bodies of the phantom are made of. */
const TISSUES = [
  'air', 'gas', 'lung', 'fat', 'skin', 'muscle', 'bone', 'marrow', 'cartilage', 'disc', 'grey', 'white', 'csf', 'cord',
  'vessel', 'heart', 'liver', 'spleen', 'kidney', 'bowel', 'urine', 'gland'
] as const // prettier-ignore

type Tissue = (typeof TISSUES)[number]
export type TissuePalette = Record<Tissue, number>

function palette(...values: number[]): TissuePalette {
  return Object.fromEntries(TISSUES.map((tissue, index) => [tissue, values[index]])) as TissuePalette
}

/**
 * How bright each tissue is, by weighting, in the order of `TISSUES`: CT in Hounsfield units, MR in arbitrary units with
 * the usual order of tissues (fluid dark in T1 and bright in T2, …), PT as standardised uptake. The figures are round
 * textbook ones: pictures that tell groups apart need no more.
 */
// prettier-ignore
export const PALETTES = {
  SOFT: palette(-1000, -950, -830, -95, 15, 50, 650, 280, 110, 85, 40, 28, 6, 35, 150, 140, 105, 110, 160, 30, 8, 25),
  BONE: palette(-1000, -950, -830, -95, 15, 50, 950, 350, 110, 85, 40, 28, 6, 35, 45, 45, 55, 50, 35, 30, 8, 25),
  LUNG: palette(-1000, -950, -860, -95, 15, 50, 700, 300, 110, 85, 40, 28, 6, 35, 160, 150, 105, 110, 160, 30, 8, 25),
  T1: palette(0, 5, 20, 900, 700, 300, 30, 640, 420, 320, 390, 560, 90, 430, 60, 280, 470, 260, 330, 260, 90, 320),
  T2: palette(0, 5, 30, 480, 420, 140, 20, 330, 380, 620, 500, 340, 1000, 360, 50, 230, 230, 480, 600, 520, 980, 420),
  FLAIR: palette(0, 5, 20, 520, 450, 240, 25, 340, 300, 320, 620, 470, 60, 350, 50, 230, 230, 420, 500, 400, 90, 420),
  PDFS: palette(0, 5, 20, 110, 160, 330, 20, 150, 800, 640, 520, 480, 950, 420, 300, 330, 300, 420, 560, 500, 950, 600),
  FDG: palette(0, 0.1, 0.35, 0.3, 0.4, 0.7, 0.8, 1.0, 0.5, 0.6, 8, 4.5, 0.8, 1, 1.6, 4.2, 2.4, 1.9, 4, 1.5, 12, 0.9)
} satisfies Record<string, TissuePalette>
