import { useMessage } from 'naive-ui'
import type { Copied, MenuItem } from '../menu.ts'
import { useAct } from './act.ts'

/** Does what an item of a menu is for; what is copied is told. */
export function useMenuItem(): (item: MenuItem) => Promise<void> {
  const messages = useMessage()
  const act = useAct()
  return async (item) => {
    if ('does' in item) return void (await act(async () => item.does()))
    if (await act(async () => write(await item.copies()))) messages.success('Copied')
  }
}

async function write(copied: Copied): Promise<void> {
  if (typeof copied === 'string') await navigator.clipboard.writeText(copied)
  else await navigator.clipboard.write([new ClipboardItem({ [copied.type]: copied })])
}
