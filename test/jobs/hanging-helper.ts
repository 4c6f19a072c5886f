import { endWithParent } from '../../src/core/end-with-parent.ts'

/** A helper that hangs as a codec may. */
await endWithParent()
process.send!('begun', () => {
  for (;;);
})
