import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { computed, type ComputedRef } from 'vue'
import type { Axis } from '../../api/for-windows.ts'
import { tick } from '../../messages/format.ts'
import { usePreferences } from '../stores/preferences.ts'
import { type Tokens, TOKENS } from '../theme/tokens.ts'
import { rem } from './rem.ts'

export { rem }

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer
])

/** The tokens of the theme that is on, for what is drawn on a canvas. */
export function useTokens(): ComputedRef<Tokens> {
  const preferences = usePreferences()
  // On paper letters have another size, which is no part of the tokens: what is drawn is drawn again.
  return computed(() => (preferences.isPrinting ? { ...TOKENS.light } : TOKENS[preferences.theme]))
}

/** What all charts have in common. */
export function common(t: Tokens) {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: rem() * 0.9, color: t.textMuted },
    tooltip: {
      trigger: 'axis' as const,
      backgroundColor: t.raised,
      borderColor: t.lineStrong,
      textStyle: { color: t.text, fontSize: rem() * 0.95 }
    }
  }
}

export function axis(t: Tokens, name: string) {
  return {
    name,
    nameLocation: 'middle' as const,
    nameTextStyle: { color: t.textMuted, fontSize: rem() * 0.9 },
    axisLine: { lineStyle: { color: t.lineStrong } },
    axisTick: { lineStyle: { color: t.lineStrong } },
    axisLabel: { color: t.textMuted, fontSize: rem() * 0.88 },
    splitLine: { lineStyle: { color: t.line } }
  }
}

/** An axis of numbers with the ends and the ticks that the report's has. */
export function numberAxis(t: Tokens, name: string, { from, to, ticks, isLogarithmic }: Axis) {
  const common = axis(t, name)
  return {
    ...common,
    type: isLogarithmic ? ('log' as const) : ('value' as const),
    min: from,
    max: to,
    axisLabel: { ...common.axisLabel, customValues: ticks, formatter: tick },
    axisTick: { ...common.axisTick, customValues: ticks }
  }
}

/** The name of a vertical axis, read from below; its middle lies at (x, y). */
export function nameUpright(pen: CanvasRenderingContext2D, name: string, x: number, y: number): void {
  pen.save()
  pen.textAlign = 'center'
  pen.translate(x, y)
  pen.rotate(-Math.PI / 2)
  pen.fillText(name, 0, 0)
  pen.restore()
}
