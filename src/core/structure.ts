/** From which mean silhouette on clusters have a structure (Kaufman and Rousseeuw 1990, table 4 of chapter 2). */
export const STRUCTURE_FROM = { weak: 0.25, reasonable: 0.5, strong: 0.7 }
