import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

/** What starts programs or a browser, or computes for more than three seconds: all tests of these folders, and these files. */
const INTEGRATION = [
  'test/{api,cli,jobs,python,server,slurm}/**/*.test.ts',
  'test/bin/start.test.ts',
  'test/bench/quality/headers.test.ts',
  'test/core/burned-in/text-detector.test.ts',
  'test/core/catalogue/{archive-scan,bit-rot,header-pool,kill,network-share,poison,scan}.test.ts',
  'test/core/catalogue/merge/*.test.ts',
  'test/core/dataset/mask.test.ts',
  'test/core/dicom/{fuzz,header-fuzz}.test.ts',
  'test/core/embedding/prepare.test.ts',
  'test/core/embedding/tfjs/{devices,probe}.test.ts',
  'test/core/end-with-parent.test.ts',
  'test/core/kernels/threads.test.ts',
  'test/core/labels/export.test.ts',
  'test/core/map/lay-out.test.ts',
  'test/core/pixels/{decoder-pool,golden,jpeg-lossless}.test.ts',
  'test/core/report/browser.test.ts',
  'test/core/shards/make-plan.test.ts',
  'test/core/vectors/vector-file.test.ts',
  'test/kernels/gower.test.ts',
  'test/layers.test.ts'
]
/** What replaces modules or globals, for which a file needs modules that no other file has loaded. */
const ALONE = globSync('test/**/*.test.ts', { cwd: import.meta.dirname })
  .filter((file) => /\bvi\.(mock|stubGlobal)\(/.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
  .map((file) => file.replaceAll('\\', '/'))
/** What needs the built window: specs of it in every host, and of the packages. */
const E2E = ['test/e2e/**/*.test.ts', 'test/server/serve.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/temporary-folder.ts'],
    // Ends what hangs; nothing that a slow machine with other work could need.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // The specs of the window wait for jobs.
    expect: { poll: { timeout: 300_000 } },
    // Many tests wait for other programs, so that one worker for each core leaves cores idle.
    maxWorkers: availableParallelism() + 1,
    // Tests start many worker threads; compiled once, each starts in half the time. Not in the folder for temporary files: others
    // may write there, and Node runs what it finds.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/medoid-compile-cache') },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...INTEGRATION, ...E2E, ...ALONE],
          // Loading and compiling the sources for each file anew takes a third of the time.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true
        }
      },
      {
        extends: true,
        test: { name: 'unit-alone', include: ALONE, exclude: [...configDefaults.exclude, ...INTEGRATION, ...E2E] }
      },
      {
        extends: true,
        test: { name: 'integration', include: INTEGRATION, exclude: [...configDefaults.exclude, ...E2E] }
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: E2E,
          globalSetup: ['test/build-window.ts'],
          // Chromium's own renderer has ended, which says nothing of the window: once in 9,000 tests.
          retry: { count: 1, condition: /Target crashed/ }
        }
      }
    ]
  }
})
