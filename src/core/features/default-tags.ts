/** Tags that become features where nobody says, as in the paper. */
export const DEFAULT_TAGS = 70
