import { useEventListener } from '@vueuse/core'
import { getInstanceByDom } from 'echarts/core'
import { usePreferences } from '../stores/preferences.ts'

/** Shows the dialog of the system. */
export function printPage(): void {
  window.print()
}

/**
 * Puts the window on paper, whoever asks for that: light, and with charts as wide as paper is. A browser prints what is there when its
 * event has been heard, and does not wait for frames.
 */
export function usePrinting(): void {
  const preferences = usePreferences()
  const set = (now: boolean): void => {
    document.documentElement.classList.toggle('printing', now)
    preferences.isPrinting = now
    for (const chart of document.querySelectorAll<HTMLElement>('[_echarts_instance_]'))
      getInstanceByDom(chart)?.resize()
  }
  useEventListener(window, 'beforeprint', () => set(true))
  useEventListener(window, 'afterprint', () => set(false))
}
