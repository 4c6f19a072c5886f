import { useMessage } from 'naive-ui'
import type { Copied, MenuItem } from '../menu.ts'
import { useAct } from './act.ts'

/** Does what an item of a menu is for; that something was copied is told. */
export function useMenuItem(): (item: MenuItem) => Promise<void> {
  const messages = useMessage()
  const act = useAct()
  return async (item) => {
    if ('does' in item) return void (await act(() => Promise.resolve(item.does())))
    if (await act(async () => write(await item.copies()))) messages.success('Copied')
  }
}

async function write(copied: Copied): Promise<void> {
  const { clipboard } = navigator as { clipboard?: Clipboard }
  if (clipboard === undefined) writeOld(copied)
  else if (typeof copied === 'string') await clipboard.writeText(copied)
  else await clipboard.write([new ClipboardItem({ [copied.type]: copied })])
}

/** Over plain HTTP, and not from this machine, a page has no other way; for text alone. */
function writeOld(copied: Copied): void {
  if (typeof copied !== 'string') throw new Error('A browser copies pictures over HTTPS, or from this machine, only.')
  const field = document.createElement('textarea')
  field.value = copied
  document.body.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  if (!isDone) throw new Error('The browser did not let Medoid copy this.')
}
