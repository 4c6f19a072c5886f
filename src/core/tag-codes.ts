// The codes that a tag has for its values, in the batches of a scan and in the columns of a catalogue.

/** The element is not in the data set. */
export const ABSENT = 0
/** The element is there and holds no value. */
export const EMPTY = 1
/** The first code of a value. */
export const FIRST_VALUE = 2
