import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Tests start many worker threads; compiled once, each starts in half the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'medoid-compile-cache') }
  }
})
