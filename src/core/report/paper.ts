/**
 * What the paper reports (Manojlović, Ilić, Miletić and Štajduhar, ICPRAM 2020, doi 10.5220/0008973405100517), for comparison:
 * another archive, so other figures are no error.
 */
export interface PaperFigures {
  tags: number
  columns: number
  /** Table 1: mean silhouette by number of clusters. */
  silhouettes: { k: number; silhouette: number }[]
  training: { images: number; epochs: number; batch: number; embedding: number }
  datasets: number
  size: number
  clustered: { mean: number; sd: number }
  permuted: { mean: number; sd: number }
  t: number
  df: number
}

export const PAPER: PaperFigures = {
  tags: 70,
  columns: 85,
  silhouettes: [
    { k: 5, silhouette: 0.29 },
    { k: 10, silhouette: 0.32 },
    { k: 15, silhouette: 0.37 },
    { k: 20, silhouette: 0.34 },
    { k: 100, silhouette: 0.31 },
    { k: 200, silhouette: 0.25 },
    { k: 300, silhouette: 0.21 }
  ],
  training: { images: 30_000, epochs: 400, batch: 40, embedding: 81_920 },
  datasets: 10,
  size: 5000,
  clustered: { mean: 0.28, sd: 0.023 },
  permuted: { mean: 0.42, sd: 0.017 },
  t: 16.42,
  df: 9
}
