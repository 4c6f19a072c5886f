import type { EChartsCoreOption } from 'echarts/core'
import { init, use } from 'echarts/core'
import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import { Html } from '../html.ts'
import { type Figure, svg } from './svg.ts'

use([LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer])

/** Colours of the page: the same chart serves its light and its dark theme. */
export const INK = {
  text: 'var(--ink)',
  soft: 'var(--soft)',
  line: 'var(--line)',
  grid: 'var(--grid)',
  accent: 'var(--accent)',
  other: 'var(--other)',
  bands: ['var(--band-0)', 'var(--band-1)', 'var(--band-2)', 'var(--band-3)'],
  paper: 'var(--page)'
}

/** What all charts have in common. */
const COMMON: EChartsCoreOption = {
  animation: false,
  textStyle: { fontFamily: 'inherit', color: INK.text, fontSize: 12 }
}

/** An axis of numbers, with its title at its end. */
export function valueAxis(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'value', ...axis(name), splitLine: { lineStyle: { color: INK.grid } }, ...more }
}

/** An axis of names. */
export function categoryAxis(
  name: string,
  data: string[],
  more: Record<string, unknown> = {}
): Record<string, unknown> {
  return { type: 'category', data, ...axis(name), axisTick: { show: false }, ...more }
}

function axis(name: string): Record<string, unknown> {
  return {
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: INK.soft },
    axisLine: { show: true, lineStyle: { color: INK.line } },
    axisTick: { lineStyle: { color: INK.line } },
    axisLabel: { color: INK.soft }
  }
}

/** Text at a line or an area, without the halo that would stay white in the dark. */
export function quietLabel(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { color: INK.soft, fontSize: 11, textBorderWidth: 0, textBorderColor: 'none', ...more }
}

/** A chart as inline SVG, without script, style sheet or reference to anything outside it. */
export function chart(figure: Figure, option: EChartsCoreOption): Html {
  const { width, height } = figure
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    drawn.setOption({ ...COMMON, ...option })
    return svg(figure, new Html(cleaned(drawn.renderToSVGString(), figure.id)))
  } finally {
    drawn.dispose()
  }
}

/** A circle as it is drawn: a path of radius 1, enlarged, with its line made thinner by as much. */
const CIRCLE =
  /<path d="M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0" transform="matrix\(([\d.]+),0,0,\1,([\d.-]+),([\d.-]+)\)"([^>]*)><\/path>/g

/** The drawing without its frame, its styles for pointers and its notes; ids are those of the figure. */
function cleaned(drawing: string, id: string): string {
  return drawing
    .replace(/^<svg[^>]*>\s*<rect[^>]*><\/rect>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<style[^>]*>.*?<\/style>/gs, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(CIRCLE, (_, radius: string, x: string, y: string, rest: string) => {
      const look = rest.replace(/stroke-width="([\d.]+)"/, (_, width: string) => `stroke-width="${+width * +radius}"`)
      return `<circle cx="${x}" cy="${y}" r="${radius}"${look}/>`
    })
    .trim()
}
