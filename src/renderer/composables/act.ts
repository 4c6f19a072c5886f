import { useMessage } from 'naive-ui'
import type { HostError } from '../host.ts'

/** Does what a person asked for, and tells them where it does not go well. @returns whether it did */
export function useAct(): (work: () => Promise<unknown>) => Promise<boolean> {
  const messages = useMessage()
  return async (work) => {
    try {
      await work()
      return true
    } catch (error) {
      messages.error((error as HostError).message, { duration: 12_000, closable: true, keepAliveOnHover: true })
      return false
    }
  }
}
