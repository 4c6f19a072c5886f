/** The note of a name that nobody typed: it tells where the label came from, and so goes with it. */
export const SUGGESTED_NOTE = 'named by its most distinguishing tags'
