/** Tags that a table of images shows at most: each is read for every image in sight. */
export const MOST_SHOWN_TAGS = 8
