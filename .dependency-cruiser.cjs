/**
 * The layers of the house (CONTRIBUTING.md), the lowest first: data flows one way, and the method knows of no host. A folder may
 * import those before it, never those after it or beside it in the same row. A new folder is one word here.
 */
const SRC = [
  ['messages'],
  ['core'],
  ['library', 'phantom'],
  ['jobs'],
  ['api'],
  ['main', 'preload', 'renderer', 'server'],
  ['cli']
]
const CORE = [
  ['marks', 'processes'],
  ['kernels', 'tables'],
  ['archives'],
  ['dicom'],
  ['catalogue'],
  ['features', 'pixels', 'shards'],
  ['burned-in', 'clustering', 'embedding', 'forest', 'objects', 'projection', 'studies', 'vectors', 'words'],
  ['contradictions', 'evaluation', 'labels'],
  ['corrections', 'dataset', 'dicom-export', 'fusion', 'harmonise', 'selection', 'tag-export'],
  ['catalogue-export', 'map', 'similar'],
  ['review', 'suggestions'],
  ['report']
]

/** What lies below a folder and is nevertheless no business of its own: the method is about tables, not about files. */
const APART = {
  'core/features': ['core/dicom'],
  'core/clustering': ['core/dicom', 'core/pixels'],
  'core/vectors': ['core/kernels', 'core/dicom', 'core/catalogue', 'core/features', 'core/pixels'],
  'core/embedding': ['core/features'],
  'core/forest': ['core/dicom', 'core/catalogue', 'core/pixels', 'core/kernels'],
  'core/projection': ['core/dicom', 'core/catalogue', 'core/features', 'core/pixels'],
  'core/studies': ['core/dicom', 'core/pixels'],
  'core/words': ['core/dicom', 'core/catalogue', 'core/pixels'],
  'core/evaluation': ['core/dicom', 'core/pixels'],
  'core/fusion': ['core/dicom', 'core/catalogue', 'core/features', 'core/pixels', 'core/labels'],
  'core/map': ['core/dicom', 'core/pixels', 'core/embedding', 'core/evaluation', 'core/labels'],
  'core/labels': ['core/pixels', 'core/embedding'],
  // The synthetic archive comes to Medoid as files, as any other does.
  phantom: CORE.flat().map((folder) => `core/${folder}`),
  library: ['messages']
}

const any = (folders) => `^src/(${folders.join('|')})/`

/** Of each folder, what it must not import. */
function layerRules(base, rows) {
  return rows.flatMap((row, i) =>
    row.flatMap((folder) => {
      const above = [...row.filter((each) => each !== folder), ...rows.slice(i + 1).flat()]
      return above.length === 0
        ? []
        : [
            {
              name: `data-flows-on-from-${base}${folder}`,
              severity: 'error',
              from: { path: any([`${base}${folder}`]) },
              to: { path: any(above.map((each) => `${base}${each}`)) }
            }
          ]
    })
  )
}

/** A folder that has no place in the list is refused, so that none is forgotten. */
function placeRules(base, rows) {
  const unknown = `^src/${base}(?!(?:${rows.flat().join('|')})/)[^/]+/`
  return [
    { name: `every-folder-of-src/${base}has-its-place`, severity: 'error', from: { path: unknown }, to: {} },
    { name: `every-folder-of-src/${base}has-its-place-when-used`, severity: 'error', from: {}, to: { path: unknown } }
  ]
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
    ...layerRules('', SRC),
    ...layerRules('core/', CORE),
    ...placeRules('', SRC),
    ...placeRules('core/', CORE),
    ...Object.entries(APART).map(([folder, others]) => ({
      name: `${folder}-keeps-apart`,
      severity: 'error',
      from: { path: any([folder]) },
      to: { path: any(others) }
    })),
    {
      name: 'what-all-of-core-uses-knows-no-part-of-it',
      severity: 'error',
      from: { path: '^src/core/[^/]+$' },
      to: { path: '^src/core/[^/]+/', pathNot: '^src/core/processes/' }
    },
    {
      name: 'the-method-knows-no-host',
      severity: 'error',
      from: { path: any(['messages', 'core', 'library', 'phantom']) },
      to: { path: ['^node_modules/(electron|vue|pinia|commander)/', '^(node:)?https?$'] }
    },
    {
      name: 'the-syntax-of-the-command-line-is-its-own',
      severity: 'error',
      // What Medoid 0.1.0 stored is read with it, the report writes commands, and pipelines have both.
      from: { pathNot: '^src/(cli|core/catalogue/stored|core/report|jobs/pipeline)/' },
      to: { path: '^src/core/command-syntax\\.ts$' }
    },
    {
      name: 'the-api-knows-no-host',
      severity: 'error',
      from: { path: '^src/api' },
      to: { path: ['^node_modules/(electron|vue)/', '^(node:)?https?$'] }
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
      to: {
        path: '^src/',
        pathNot: [
          '^src/renderer/',
          '^src/preload/',
          '^src/messages/',
          '^src/api/contract\\.ts$',
          '^src/api/for-windows\\.ts$'
        ]
      }
    },
    {
      name: 'of-the-contract-types-alone',
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
      from: { path: any(['messages', 'core', 'library', 'phantom', 'jobs', 'api', 'server', 'cli']) },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    tsConfig: { fileName: 'tsconfig.json' }
  }
}
