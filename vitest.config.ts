import { tmpdir } from 'node:os'
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
    // Tests start many worker threads; compiled once, each starts in half the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'medoid-compile-cache') }
  }
})
