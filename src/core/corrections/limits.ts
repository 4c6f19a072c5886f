/** Characters of a reason. */
export const MOST_REASON = 2000

export const CORRECTION_FORMATS = ['csv', 'json'] as const
