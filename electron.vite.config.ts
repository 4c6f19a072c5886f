import { dirname, join, relative, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { productionPackages, thirdPartyLicences } from './build/third-party-licences.ts'

/** Where the build lies in the end, and where build/window.mjs lets it be made. */
const MAIN = resolve('out/main')
const BUILD = resolve(process.env.MEDOID_BUILD ?? 'out')

/**
 * The processes and threads of Node find their modules with `new URL('./x.ts', import.meta.url)`, and that is where they
 * lie when the sources run as they are. In the bundle each of them becomes an entry of its own; other files (package.json)
 * stay where they are.
 */
function nodeEntries(): Plugin {
  return {
    name: 'node-entries',
    enforce: 'pre',
    transform: {
      filter: { code: 'import.meta.url' },
      handler(code, id) {
        const found = code.replaceAll(/new URL\(\s*'(\.[^']+)',\s*import\.meta\.url\s*\)/g, (whole, path: string) => {
          if (path === '.' || path === '..') return whole
          const file = resolve(dirname(id), path)
          if (!/\.m?[jt]s$/.test(path)) {
            const there = relative(MAIN, file).replaceAll('\\', '/')
            return `new URL('${there}', import.meta.url)`
          }
          const fileName = `${relative(resolve('src'), file)
            .replace(/\.m?[jt]s$/, '')
            .replaceAll(/[\\/]/g, '-')}.js`
          this.emitFile({ type: 'chunk', id: file, fileName })
          return `new URL('./${fileName}', import.meta.url)`
        })
        return found === code ? null : found
      }
    }
  }
}

/** One flat folder: a chunk finds what lies beside the program two folders up, whichever it is. */
const flat = { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }

export default defineConfig({
  main: {
    plugins: [nodeEntries(), thirdPartyLicences()],
    build: {
      outDir: join(BUILD, 'main'),
      target: 'node24',
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          // What the published package runs: `medoid`, and `import … from 'medoid'`.
          cli: resolve('src/cli/main.ts'),
          medoid: resolve('src/library/index.ts')
        },
        output: flat
      }
    }
  },
  preload: {
    build: {
      outDir: join(BUILD, 'preload'),
      // A sandboxed preload is one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: resolve('src/renderer'),
    publicDir: resolve('resources/icons'),
    // The image viewer's library can write XML, with modules of Node.
    resolve: { alias: { xmlbuilder2: resolve('src/renderer/views/image/viewer/no-xml.ts') } },
    plugins: [vue(), thirdPartyLicences(productionPackages(import.meta.dirname))],
    build: {
      outDir: join(BUILD, 'renderer'),
      // The image viewer's library is one chunk of 3 MB, fetched from this machine when the first image is opened.
      chunkSizeWarningLimit: 4000,
      minify: true,
      rollupOptions: { input: resolve('src/renderer/index.html') }
    }
  }
})
