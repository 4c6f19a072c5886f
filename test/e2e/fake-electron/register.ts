import { registerHooks } from 'node:module'

/** Where the main bundle asks for `electron`, it gets the simulated one. */
const electron = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: electron, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context)
})
