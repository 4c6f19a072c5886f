/** Which clusters an export holds: all, or those that have a name. */
export const SUBSETS = ['all', 'named'] as const
export type Subset = (typeof SUBSETS)[number]
