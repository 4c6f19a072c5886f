/** Pixels of a rem, for what is drawn on a canvas or counted out. */
export function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}
