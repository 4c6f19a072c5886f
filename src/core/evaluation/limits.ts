/** Permutations of a dataset have a random stream each; so many, and so many datasets, do not meet. */
export const MOST_PERMUTATIONS = 2 ** 20 - 2
export const MOST_DATASETS = 2 ** 11

/** Images of a dataset: the products of more vectors with one another do not fit into what WebAssembly can address. */
export const MOST_DATASET_IMAGES = 25_000
