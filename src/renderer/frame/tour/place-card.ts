interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Between the card and what it is about, and between it and the edge of the window; CSS pixels. */
const GAP = 12

/**
 * Where a card goes that tells of a part of the window: beside it where there is room, else below it, and within the window in any case.
 *
 * @param about null where that is not in sight: the card then goes to the lower right
 */
export function placeCard(
  about: Box | null,
  card: Pick<Box, 'width' | 'height'>,
  view: Pick<Box, 'width' | 'height'>
): Pick<Box, 'left' | 'top'> {
  const most = { left: view.width - card.width - GAP, top: view.height - card.height - GAP }
  const within = (left: number, top: number): Pick<Box, 'left' | 'top'> => ({
    left: Math.max(GAP, Math.min(most.left, left)),
    top: Math.max(GAP, Math.min(most.top, top))
  })
  if (about === null) return within(most.left, most.top)
  const beside = about.left + about.width + GAP
  if (beside <= most.left) return within(beside, about.top)
  return within(about.left + about.width - card.width, about.top + about.height + GAP)
}
