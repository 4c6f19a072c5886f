import type { ColumnValues, Tag, TagId } from '../../../src/core/catalogue/types.ts'
import type { ClusterLabel } from '../../../src/core/catalogue/annotations.ts'
import type { LabelSource } from '../../../src/core/labels/label-source.ts'

/** A tag and its value for each instance; undefined = absent, '' = empty. */
export interface FakeTag {
  tag: string
  keyword: string
  vr: string
  path?: string
  privateCreator?: string
  values: readonly (string | undefined)[]
}

export const label = (cluster: number, label: string, code = '', scheme = '', meaning = ''): ClusterLabel => ({
  run: 3,
  k: 2,
  cluster,
  label,
  code,
  scheme,
  meaning,
  note: '',
  created: '2024-05-06T07:08:09.000Z',
  author: '',
  naming: ''
})

/** Clustering 3.2 of as many instances as the tags have values, in chunks of two; even instances in cluster 0. */
export function fakeSource(fakes: readonly FakeTag[], source: Partial<LabelSource> = {}): LabelSource {
  const tags: Tag[] = fakes.map(({ tag, keyword, vr, path = '', privateCreator = '' }, i) => ({
    id: (i + 1) as TagId,
    tag,
    path,
    keyword,
    privateCreator,
    vr
  }))
  const instances = Uint32Array.from(fakes[0].values.keys())
  const column = (id: number, asked: Uint32Array): ColumnValues => {
    const { values } = fakes[id - 1]
    const texts = ['', '', ...new Set(values.filter((text) => text !== undefined && text !== ''))] as string[]
    const code = (text: string | undefined): number =>
      text === undefined ? 0 : text === '' ? 1 : texts.indexOf(text, 2)
    return { codes: Uint32Array.from(asked, (instance) => code(values[instance])), texts }
  }
  const unasked = (): never => {
    throw new Error('an export does not ask for this')
  }
  return {
    run: 3,
    k: 2,
    created: '2024-01-02T03:04:05.000Z',
    program: '0.1.0',
    parameters: { sample: 5000, seed: 1 },
    clusters: [0, 1],
    filled: [0, 1],
    chosen: null,
    subset: 'all',
    edits: null,
    medoids: Uint32Array.of(0, 1),
    silhouettes: new Map([
      [0, 0.25],
      [1, -0.5]
    ]),
    labels: new Map([[1, label(1, 'Chest, PA', '51185008', 'SCT', 'Chest')]]),
    tags: {
      tags: () => tags,
      column,
      live: () => instances,
      images: unasked,
      frequencies: unasked,
      values: unasked,
      selected: unasked,
      labelled: unasked
    },
    inherited: null,
    suggested: null,
    where: [],
    count: instances.length,
    excluded: 0,
    live: instances.length + 1,
    unassigned: 0,
    *assigned() {
      for (let start = 0; start < instances.length; start += 2) {
        const chunk = instances.subarray(start, start + 2)
        yield {
          instances: chunk,
          clusters: Uint16Array.from(chunk, (instance) => instance % 2),
          distances: Float32Array.from(chunk, (instance) => instance / 10)
        }
      }
    },
    paths: (asked) => Array.from(asked, (instance) => `/pacs/DOE^JANE/${instance}.dcm`),
    ...source
  }
}
