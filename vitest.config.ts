import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/build-window.ts'],
    // Ends what hangs; nothing that a slow machine with other work could need.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // The specs of the window wait for jobs.
    expect: { poll: { timeout: 120_000 } },
    // Tests start many worker threads; compiled once, each starts in half the time. Not in the folder for temporary files: others
    // may write there, and Node runs what it finds.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/medoid-compile-cache') }
  }
})
