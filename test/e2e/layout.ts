import type { Page } from 'playwright-core'

/**
 * What cannot be read or pressed in the window at its present size:
 * - a view that is wider than the window. What scrolls sideways is a table or a list of its own, as WCAG 1.4.10 has it;
 * - text that is cut off at the side without an ellipsis;
 * - something to press that lies below something else;
 * - a list that scrolls and is too low to show a line.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const CONTROLS =
      'a[href], button, input, select, textarea, summary, [role="button"], [role="switch"], [role="radio"]'
    const WIDE = 'table, [role="table"], [role="grid"], [role="treegrid"], pre, canvas, svg'
    /** CSS pixels: half ones are nobody's fault. */
    const SLACK = 1.5
    const LEAST_HEIGHT = 32
    const found: string[] = []
    const say = (what: string, element: Element): void => {
      const { className, dataset } = element as HTMLElement
      const words = (element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 50)
      const id = dataset?.testid ?? String(className).slice(0, 40)
      found.push(`${what}: ${element.tagName.toLowerCase()} ${id} “${words || element.getAttribute('aria-label')}”`)
    }
    const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element)
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.unseen, .skip, [aria-hidden="true"]') === null
    const scrolls = (style: string): boolean => style === 'auto' || style === 'scroll'

    if (document.documentElement.scrollWidth > innerWidth + SLACK) say('wider than the window', document.body)
    for (const element of document.querySelectorAll<HTMLElement>('#app *')) {
      if (!isShown(element)) continue
      const { overflowX, overflowY } = styleOf(element)
      const isWide = element.scrollWidth > element.clientWidth + SLACK
      if (scrolls(overflowX) && isWide && element.clientWidth > 0) {
        const isTable = element.matches(WIDE) || element.querySelector(WIDE) !== null
        if (!isTable || element.matches('main, .page')) say('scrolls sideways', element)
      }
      const isHigh = element.scrollHeight > element.clientHeight + SLACK
      if (scrolls(overflowY) && isHigh && element.clientHeight < LEAST_HEIGHT && !element.matches('input, textarea'))
        say(`${element.clientHeight} px high`, element)
    }

    const texts = document.createTreeWalker(document.querySelector('#app')!, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement!
      if (node.textContent!.trim() === '' || !isShown(parent)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const { left, right, width } = range.getBoundingClientRect()
      if (width === 0) continue
      for (let above: Element | null = parent; above !== null && above !== document.body; above = above.parentElement) {
        const { overflowX, textOverflow } = styleOf(above)
        if (overflowX === 'visible') continue
        const edge = above.getBoundingClientRect()
        const isPartly = right > edge.left + SLACK && left < edge.right - SLACK
        const isCut = left < edge.left - SLACK || right > edge.right + SLACK
        if (textOverflow === 'ellipsis' || scrolls(overflowX)) break
        if (isPartly && isCut) say('cut off', parent)
        if (isCut) break
      }
    }

    for (const element of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      if (!isShown(element) || styleOf(element).pointerEvents === 'none') continue
      // As much of it as is not scrolled away.
      let { left, right, top, bottom } = element.getBoundingClientRect()
      const isIn = (at: Element): void => {
        const edge = at.getBoundingClientRect()
        left = Math.max(left, edge.left)
        right = Math.min(right, edge.right)
        top = Math.max(top, edge.top)
        bottom = Math.min(bottom, edge.bottom)
      }
      for (let above = element.parentElement; above !== null; above = above.parentElement)
        if (styleOf(above).overflowX !== 'visible') isIn(above)
      isIn(document.documentElement)
      if (right - left < 4 || bottom - top < 4) continue
      const top_ = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const isOwn = top_ === null || element.contains(top_) || top_.contains(element)
      const isLabel = top_?.closest('label')?.contains(element) ?? false
      const isCovered = !isOwn && !isLabel && styleOf(element).opacity !== '0'
      // A heading that stays while its table scrolls may cover a row.
      if (isCovered && top_.closest('.head, thead, [aria-hidden="true"]') === null) {
        say('covered', element)
        say('  by', top_)
      }
    }
    return found
  })
}
