import { roundAxis } from '../../marks/axis.ts'
import { nodeSpans, tipsOf, type TopNode } from '../../marks/tree.ts'
import { html, type Html } from '../html.ts'
import { dot, edgesOf, numbers, plot, round, uprights } from './plot.ts'

const WIDTH = 920
/** Of a tip, and above the first one. */
const ROW = 17
const TOP = 8
const BELOW = 48
/** For the names of the tips. */
const NAMES = 330

/**
 * A dendrogram that lies on its side: the root is left, the tips are right, and two branches meet at their height.
 * @param nodes as `topOfTree` gives them
 * @param nameOf what a tip is called, by its place
 */
export function treeChart(nodes: readonly TopNode[], nameOf: (place: number) => string, words: string): Html {
  const tips = tipsOf(nodes)
  const height = TOP + tips * ROW + BELOW
  const edges = edgesOf({ width: WIDTH, height }, { left: 24, right: NAMES, top: TOP })
  const root = nodes.at(-1)!
  const axis = numbers(roundAxis(0, root.height), 'Distance at which branches meet', edges.right, edges.left)
  const middles: number[] = []
  nodeSpans(nodes).forEach((span, place) => {
    const { children } = nodes[place]
    middles.push(children === null ? TOP + (span.from + 0.5) * ROW : (middles[children[0]] + middles[children[1]]) / 2)
  })
  const x = (place: number): number => (nodes[place].children === null ? edges.right : axis.of(nodes[place].height))
  const branches = nodes.map(({ children }, place) => {
    if (children === null) return ''
    const [one, other] = children.map((child) => ({ x: round(x(child)), y: round(middles[child]) }))
    return `M${one.x} ${one.y}H${round(x(place))}V${other.y}H${other.x}`
  })
  return plot(
    { id: 'tree-of-clusters', width: WIDTH, height, title: 'Tree of the clusters', description: words },
    edges,
    { x: axis, y: { title: '', ticks: [], isOfNames: true } },
    uprights(edges, axis),
    html`<path class="line thin accent" d="${branches.join('')}" />${nodes.map(
        ({ children }, place) =>
          children === null &&
          html`${dot(edges.right, middles[place], 2.5, 'accent')}<text
              class="label"
              x="${edges.right + 8}"
              y="${round(middles[place])}"
              dy="0.35em"
              >${nameOf(place)}</text
            >`
      )}`
  )
}
