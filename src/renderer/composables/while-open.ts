import { onBeforeUnmount, onMounted } from 'vue'
import type { Remote } from '../remote.ts'

/** What a view asks for, it wants for as long as it is open: the host leaves off when it is left, and is asked again when it is back. */
export function whileOpen(...remotes: readonly Pick<Remote<unknown>, 'leave' | 'comeBack'>[]): void {
  onMounted(() => {
    for (const each of remotes) each.comeBack()
  })
  onBeforeUnmount(() => {
    for (const each of remotes) each.leave()
  })
}
