/** What images get in an export whose cluster has no name: an empty label, or the name that is suggested for the cluster. */
export const UNNAMED = ['empty', 'suggested'] as const
export type Unnamed = (typeof UNNAMED)[number]
