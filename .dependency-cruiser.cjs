/** The layers of the house (CONTRIBUTING.md): data flows one way, and the method knows of no host. */
const above = {
  kernels: 'dicom|catalogue|features|clustering|tables|pixels|embedding|evaluation|report|labels|phantom|vectors',
  dicom: 'catalogue|features|clustering|pixels|embedding|evaluation|report|labels|phantom|vectors',
  catalogue: 'features|clustering|pixels|embedding|evaluation|report|labels|phantom|vectors',
  pixels: 'features|clustering|embedding|evaluation|report|labels|phantom|vectors',
  features: 'dicom|clustering|pixels|embedding|evaluation|report|labels|phantom|vectors',
  clustering: 'dicom|pixels|embedding|evaluation|report|labels|phantom|vectors',
  tables: 'dicom|catalogue|features|clustering|pixels|embedding|evaluation|report|labels|phantom|vectors',
  vectors: 'kernels|dicom|catalogue|features|clustering|pixels|embedding|evaluation|report|labels|phantom',
  embedding: 'features|clustering|evaluation|report|labels|phantom',
  evaluation: 'dicom|pixels|report|labels|phantom',
  labels: 'pixels|embedding|evaluation|report|phantom',
  phantom: 'catalogue|features|clustering|pixels|embedding|evaluation|report|labels|vectors'
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    { name: 'no-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^src/core' },
      to: {
        path: [
          '^src/(jobs|api|main|preload|server|cli|renderer|library)',
          '^node_modules/(electron|vue|pinia|commander)/',
          '^(node:)?https?$'
        ]
      }
    },
    {
      name: 'the-library-is-core-alone',
      severity: 'error',
      from: { path: '^src/library' },
      to: { path: '^src/', pathNot: '^src/(core|library)/' }
    },
    {
      name: 'jobs-know-no-host',
      severity: 'error',
      from: { path: '^src/jobs' },
      to: { path: '^src/(api|main|preload|server|cli|renderer)' }
    },
    {
      name: 'the-api-knows-no-host',
      severity: 'error',
      from: { path: '^src/api' },
      to: { path: ['^src/(main|preload|server|cli|renderer)', '^node_modules/(electron|vue)/', '^(node:)?https?$'] }
    },
    {
      name: 'hosts-stand-side-by-side',
      severity: 'error',
      from: { path: '^src/(main|server)/' },
      to: { path: '^src/(main|server|cli)/', pathNot: '^src/$1/' }
    },
    {
      name: 'the-window-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'renderer-sees-the-contract-only',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { path: '^src/', pathNot: ['^src/renderer/', '^src/preload/', '^src/api/(contract|shared)\\.ts$'] }
    },
    {
      // What the contract is made of runs on Node.
      name: 'the-contract-is-types-for-the-window',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { path: '^src/api/contract\\.ts$', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'electron-stays-in-its-host',
      severity: 'error',
      from: { pathNot: '^src/(main|preload)/' },
      to: { path: '^(node_modules/)?electron(/|$)' }
    },
    { name: 'sources-import-no-tests', severity: 'error', from: { path: '^src' }, to: { path: '^(test|bench)/' } },
    {
      name: 'product-code-needs-dependencies-only',
      severity: 'error',
      from: { path: '^src/(core|jobs|api|cli|server|library)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] }
    },
    ...Object.entries(above).map(([folder, later]) => ({
      name: `data-flows-on-from-${folder}`,
      severity: 'error',
      from: { path: `^src/core/${folder}/` },
      to: { path: `^src/core/(${later})/` }
    }))
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    tsConfig: { fileName: 'tsconfig.json' }
  }
}
