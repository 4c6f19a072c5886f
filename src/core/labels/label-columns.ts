import { findTag } from '../catalogue/find-tag.ts'
import { UNASSIGNED } from '../catalogue/runs.ts'
import { type Attribute, attributesOf } from '../features/attributes.ts'
import { findAttribute } from '../features/names.ts'
import type { Cell, CellType } from '../tables/table.ts'
import { exportedAttribute, type MapUid, textsOf } from './exported-attribute.ts'
import type { InheritedLabel } from './inherit.ts'
import type { LabelChunk, LabelSource } from './label-source.ts'

/** A column of an export of labels. */
export interface LabelColumn {
  name: string
  type: CellType
  /** For the manifest: what the values are. */
  meaning: string
  values(chunk: LabelChunk): ArrayLike<Cell>
  /** Only of columns that were asked for by name: whether values may tell of a person, a place or a time. */
  phi?: boolean
  /** How many of the values people corrected, or mapped between sites. */
  corrected?(chunk: LabelChunk): number
}

/**
 * The columns of every export, in their order, then those that were asked for.
 *
 * @param extra `path`, or an attribute as `findAttribute` takes it (a keyword, the path of a nested element,
 *   `(gggg,eeee)`, a private `(0019,xx0A)[CREATOR]`); a leading `+` is allowed. What is there already is not repeated.
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`
 */
export function labelColumns(source: LabelSource, extra: readonly string[], mapUid: MapUid): LabelColumn[] {
  const columns = defaultColumns(source, mapUid)
  const attributes = attributesOf(source.tags.tags())
  for (const asked of extra) {
    const name = asked.trim().replace(/^\+/, '')
    const column =
      name === 'path'
        ? pathColumn(source)
        : attributeColumnOf(source, findAttribute(attributes, name, { setting: 'columns', text: `+${name}` }), mapUid)
    if (!columns.some((each) => each.name === column.name)) columns.push(column)
  }
  return columns
}

function defaultColumns(source: LabelSource, mapUid: MapUid): LabelColumn[] {
  const { k, run, labels, inherited, suggested, clusters, medoids, edits, silhouettes } = source
  const tags = source.tags.tags()
  const uid = (keyword: string, meaning: string): LabelColumn => {
    const tag = findTag(tags, keyword)
    return {
      name: keyword,
      type: 'string',
      meaning,
      values: ({ instances }) =>
        tag === undefined
          ? new Array<null>(instances.length).fill(null)
          : textsOf(source.tags.column(tag.id, instances), mapUid)
    }
  }
  const ofCluster = (name: 'label' | 'code' | 'scheme' | 'meaning', meaning: string): LabelColumn => ({
    name,
    type: 'string',
    meaning,
    values: ({ clusters, instances }) =>
      Array.from(clusters, (cluster, row) => {
        const label = labels.get(cluster) ?? inherited?.get(instances[row])?.label
        return label?.[name] || (name === 'label' ? suggested?.get(cluster) : null) || null
      })
  })
  const isMedoid = new Set(medoids)
  return [
    uid('StudyInstanceUID', 'Study Instance UID (0020,000D)'),
    uid('SeriesInstanceUID', 'Series Instance UID (0020,000E)'),
    uid('SOPInstanceUID', 'SOP Instance UID (0008,0018)'),
    {
      name: 'cluster',
      type: 'int32',
      meaning:
        edits === null
          ? `cluster of the instance, 0 to ${clusters.length - 1}, largest first in the run's sample`
          : `cluster of the instance as people left the clusters, ${clusters.length} with numbers from ${clusters[0]} to ${clusters.at(-1)!}`,
      values: ({ clusters }) =>
        inherited === null ? clusters : Array.from(clusters, (cluster) => (cluster === UNASSIGNED ? null : cluster))
    },
    ofCluster('label', 'name of the cluster when this was exported, as somebody typed it; missing where it has none'),
    ofCluster('code', 'Code Value (0008,0100) of the label'),
    ofCluster('scheme', 'Coding Scheme Designator (0008,0102) of the label'),
    ofCluster('meaning', 'Code Meaning (0008,0104) of the label'),
    ...(inherited === null ? [] : inheritance(source, inherited)),
    ...(suggested === null ? [] : [suggestion(source, suggested)]),
    {
      name: 'isMedoid',
      type: 'boolean',
      meaning: 'whether the instance is the medoid of its cluster',
      values: ({ instances }) => Array.from(instances, (instance) => isMedoid.has(instance))
    },
    {
      name: 'distance',
      type: 'float',
      meaning: "distance to the medoid, √(1 − S) with Gower's similarity S: 0 alike in all tags, 1 in none",
      values: ({ distances }) => distances
    },
    {
      name: 'silhouette',
      type: 'float',
      meaning: "silhouette of the instance, −1 to 1, within the run's sample; missing outside it",
      values: ({ instances }) => Array.from(instances, (instance) => silhouettes.get(instance) ?? null)
    },
    // Two columns: readers take R.K for a number, and 3.20 for 3.2.
    {
      name: 'run',
      type: 'int32',
      meaning: 'run R that the clusters are of',
      values: ({ instances }) => new Int32Array(instances.length).fill(run)
    },
    {
      name: 'k',
      type: 'int32',
      meaning: 'number of clusters K: the clustering is R.K',
      values: ({ instances }) => new Int32Array(instances.length).fill(k)
    }
  ]
}

/** Which labels nobody has given. */
function suggestion({ labels, inherited }: LabelSource, suggested: ReadonlyMap<number, string>): LabelColumn {
  return {
    name: 'suggested',
    type: 'boolean',
    meaning: 'whether the label is a suggestion of the program, which nobody has confirmed; missing without a label',
    values: ({ clusters, instances }) =>
      Array.from(clusters, (cluster, row) => {
        if (labels.has(cluster) || inherited?.has(instances[row])) return false
        return suggested.has(cluster) ? true : null
      })
  }
}

/** Which labels are inherited, and how sure they are. */
function inheritance({ labels }: LabelSource, inherited: ReadonlyMap<number, InheritedLabel>): LabelColumn[] {
  const has = (cluster: number): boolean => labels.has(cluster)
  return [
    {
      name: 'inherited',
      type: 'boolean',
      meaning:
        'whether the label is that of most labelled images of the series, as the cluster of the instance has none, or the instance has no cluster; missing without a label',
      values: ({ clusters, instances }) =>
        Array.from(clusters, (cluster, row) => (has(cluster) ? false : inherited.has(instances[row]) ? true : null))
    },
    {
      name: 'inheritedShare',
      type: 'float',
      meaning: 'share of the labelled images of the series that have the inherited label',
      values: ({ clusters, instances }) =>
        Array.from(clusters, (cluster, row) => (has(cluster) ? null : (inherited.get(instances[row])?.share ?? null)))
    }
  ]
}

function pathColumn(source: LabelSource): LabelColumn {
  return {
    name: 'path',
    type: 'string',
    meaning: 'file of the instance; folders and files are often named after patients',
    values: ({ instances }) => source.paths(instances).map((path) => path || null),
    phi: true
  }
}

function attributeColumnOf(source: LabelSource, attribute: Attribute, mapUid: MapUid): LabelColumn {
  const { meaning, phi, texts, corrected } = exportedAttribute(source.tags, attribute, mapUid)
  return {
    name: attribute.name,
    type: 'string',
    meaning,
    values: ({ instances }) => texts(instances),
    phi,
    corrected: ({ instances }) => corrected(instances)
  }
}
