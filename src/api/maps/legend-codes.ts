/** Codes of points on a map whose value the legend does not list, and of those that have none; the entries of a legend count from 0. */
export const OTHER = 254
export const NONE = 255
