/** More rows than these never fit: a matrix of 32,768² f32 values fills the 4 GiB that WebAssembly can address. */
export const MOST_ROWS = 32_767

/** Where rows are compared with a batch of them only: then all pairs are compared once more for the silhouettes, which takes minutes. */
export const MOST_SAMPLE = 100_000

/** Clusters are stored as u16, of which the last means that an image has none. */
export const MOST_CLUSTERS = 65_534

/** Each start has a random stream of its own (`randomStart`); so many for each K do not meet. */
export const MOST_RESTARTS = 65_536

/** So many numbers of clusters take so long that people are told. */
export const MANY_CLUSTERINGS = 50

/** Below this share of the columns a row is nearly empty: hubs of real archives hold 5 to 17 of 101 columns. */
export const LEAST_COLUMNS = 0.2

/** Images of a cluster that are clustered to split it. */
export const MOST_SPLIT = 5000
