import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/build-window.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The specs of the window wait for jobs.
    expect: { poll: { timeout: 20_000 } },
    // Tests start many worker threads; compiled once, each starts in half the time. Not in the folder for temporary files: others
    // may write there, and Node runs what it finds.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/medoid-compile-cache') }
  }
})
