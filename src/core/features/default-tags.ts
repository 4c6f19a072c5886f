/** Tags that become features by default, as in the paper. */
export const DEFAULT_TAGS = 70
