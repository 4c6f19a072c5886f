import { clusterName } from '../../core/labels/label-parts.ts'
import type { ClusteringName } from '../../core/catalogue/clustering-name.ts'
import { sourcesOf } from '../../core/catalogue/instance-sources.ts'
import { loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import { clusterLabels } from '../../core/labels/annotate.ts'
import { STRUCTURE_FROM } from '../../core/structure.ts'
import { unitOf } from '../../core/dicom/units.ts'
import { between } from '../../messages/format.ts'
import { assignment } from '../catalogue/assignment.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { SHOWN_CHARACTERS, tagValues } from '../catalogue/tag-values.ts'
import { NONE, OTHER } from './legend-codes.ts'

/** What a map is coloured by. */
export const COLOURS = ['cluster', 'name', 'tag', 'silhouette', 'source'] as const
export type ColourBy = (typeof COLOURS)[number]

/** What the colours of a map mean; every image that is shown has exactly one of these. */
export interface Legend {
  /** Codes from 0 on: categories, the most frequent one first, or steps of a number, the least first. */
  entries: { label: string; count: number }[]
  isRamp: boolean
  /** Of numbers; '' where none is known. */
  unit: string
  /** Images with the code `OTHER`: values that are too many to be listed. */
  other: { values: number; count: number }
  /** Images with the code `NONE`, and what they are called. */
  none: { words: string; count: number }
}

/** Values that are listed. */
const LISTED = 100
/** Fewer numbers than this are shown one by one. */
const MANY_NUMBERS = 12
const STEPS = 8
/** The scale leaves out so much at each end: a few values far away would leave one colour to all others. */
const OUTLYING = 0.01
/** Characters of a label. */
const LABEL = 120

/** @param instances ascending @throws MedoidError `unknown-tag`, `ambiguous-tag` */
export function coloursOf(
  catalogue: OpenCatalogue,
  name: ClusteringName,
  instances: Uint32Array,
  colour: ColourBy,
  tag: string
): { legend: Legend; codes: Uint8Array } {
  switch (colour) {
    case 'cluster':
      return byCluster(catalogue, name, instances)
    case 'name':
      return byName(catalogue, name, instances)
    case 'silhouette':
      return bySilhouette(catalogue, name, instances)
    case 'source': {
      const { roots, of } = sourcesOf(catalogue.reader.db, instances)
      return categories(of, roots, 'no folder')
    }
    case 'tag':
      return byTag(catalogue, instances, tag)
  }
}

function byCluster(catalogue: OpenCatalogue, name: ClusteringName, instances: Uint32Array) {
  const { db } = catalogue.reader
  const labels = clusterLabels(db, name)
  const { clusters } = loadClustering(db, name)
  const places = new Map(clusters.map(({ id }, place) => [id, place]))
  const texts = clusters.map(({ id, suggestedLabel }) => {
    return `${id} ${clusterName(labels.get(id)?.label, suggestedLabel)}`
  })
  const of = clustersOf(catalogue, name)
  const codes = Uint32Array.from(instances, (instance) => places.get(of[instance]) ?? texts.length)
  return categories(codes, texts, 'in no cluster')
}

function byName(catalogue: OpenCatalogue, name: ClusteringName, instances: Uint32Array) {
  const labels = clusterLabels(catalogue.reader.db, name)
  const texts = [...new Set(Array.from(labels.values(), ({ label }) => label))]
  const clusters = clustersOf(catalogue, name)
  const places = new Map(Array.from(labels, ([cluster, { label }]) => [cluster, texts.indexOf(label)]))
  const codes = Uint32Array.from(instances, (instance) => places.get(clusters[instance]) ?? texts.length)
  return categories(codes, texts, 'no name')
}

function bySilhouette(catalogue: OpenCatalogue, name: ClusteringName, instances: Uint32Array) {
  const { db } = catalogue.reader
  const { silhouettes } = loadClustering(db, name)
  const values = new Float64Array(catalogue.reader.capacity).fill(NaN)
  loadRun(db, name.run).sample.forEach((instance, row) => (values[instance] = silhouettes[row]))
  const { weak, reasonable, strong } = STRUCTURE_FROM
  const edges = [0, weak, reasonable, strong]
  const labels = ['below 0', ...edges.map((from, i) => between(from, edges[i + 1] ?? 1))]
  return steps(
    Float64Array.from(instances, (instance) => values[instance]),
    edges,
    labels,
    '',
    'not in the sample'
  )
}

function byTag(catalogue: OpenCatalogue, instances: Uint32Array, tag: string) {
  const { codes, texts, numbers, isNumeric, keyOf } = tagValues(catalogue, instances, tag)
  const counts = new Uint32Array(Math.max(1, texts.length))
  for (const code of codes) counts[code]++
  const found = [...counts.keys()].filter((code) => counts[code] > 0 && (texts[code] ?? '') !== '')
  const unit = unitOf(tag) ?? ''
  if (isNumeric) {
    const sorted = found.filter((code) => !Number.isNaN(numbers[code])).sort((a, b) => numbers[a] - numbers[b])
    if (new Set(sorted.map((code) => numbers[code])).size >= MANY_NUMBERS) {
      const { edges, labels } = scale(
        sorted.map((code) => numbers[code]),
        sorted.map((code) => counts[code])
      )
      return steps(
        Float64Array.from(codes, (code) => numbers[code]),
        edges,
        labels,
        unit,
        'no number'
      )
    }
  }
  // Spellings of one value are one category, called by the most frequent one.
  const groups = new Map<string, number>()
  const names: string[] = []
  const groupOf = new Uint32Array(counts.length).fill(0xffffffff)
  for (const code of found.sort((a, b) => counts[b] - counts[a] || a - b)) {
    const key = keyOf(texts[code])
    if (!groups.has(key)) {
      groups.set(key, names.length)
      names.push(texts[code]!.slice(0, SHOWN_CHARACTERS))
    }
    groupOf[code] = groups.get(key)!
  }
  const grouped = Uint32Array.from(codes, (code) => Math.min(groupOf[code], names.length))
  const { legend, codes: own } = categories(grouped, names, 'no value')
  return { legend: { ...legend, unit: isNumeric ? unit : '' }, codes: own }
}

/** @param groups of each image a place in the texts, or their number for none of them */
function categories(
  groups: Uint32Array,
  texts: readonly string[],
  none: string
): { legend: Legend; codes: Uint8Array } {
  const counts = new Uint32Array(texts.length + 1)
  for (const group of groups) counts[group]++
  const order = [...texts.keys()].filter((group) => counts[group] > 0).sort((a, b) => counts[b] - counts[a] || a - b)
  const codeOf = new Uint8Array(texts.length + 1).fill(OTHER)
  codeOf[texts.length] = NONE
  order.slice(0, LISTED).forEach((group, code) => (codeOf[group] = code))
  const rest = order.slice(LISTED)
  return {
    legend: {
      entries: order.slice(0, LISTED).map((group) => ({ label: cut(texts[group]), count: counts[group] })),
      isRamp: false,
      unit: '',
      other: { values: rest.length, count: rest.reduce((sum, group) => sum + counts[group], 0) },
      none: { words: none, count: counts[texts.length] }
    },
    codes: Uint8Array.from(groups, (group) => codeOf[group])
  }
}

/** @param edges between steps, ascending: what is equal to one is in the step above */
function steps(
  numbers: Float64Array,
  edges: readonly number[],
  labels: readonly string[],
  unit: string,
  none: string
): { legend: Legend; codes: Uint8Array } {
  const counts = new Uint32Array(256)
  const codes = Uint8Array.from(numbers, (number) => {
    if (Number.isNaN(number)) return NONE
    let step = 0
    while (step < edges.length && number >= edges[step]) step++
    return step
  })
  for (const code of codes) counts[code]++
  return {
    legend: {
      entries: labels.map((label, step) => ({ label, count: counts[step] })),
      isRamp: true,
      unit,
      other: { values: 0, count: 0 },
      none: { words: none, count: counts[NONE] }
    },
    codes
  }
}

/** Equal steps between all but the outlying values, which belong to the first and the last. @param values ascending */
function scale(values: readonly number[], counts: readonly number[]): { edges: number[]; labels: string[] } {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const at = (share: number): number => {
    let before = 0
    for (const [i, count] of counts.entries()) if ((before += count) > share * total) return values[i]
    return values.at(-1)!
  }
  const [least, most] = [values[0], values.at(-1)!]
  let [from, to] = [at(OUTLYING), at(1 - OUTLYING)]
  if (!(from < to)) [from, to] = [least, most]
  const edges = Array.from({ length: STEPS - 1 }, (_, i) => from + ((to - from) * (i + 1)) / STEPS)
  const ends = [least, ...edges, most]
  return { edges, labels: edges.concat(most).map((end, i) => between(ends[i], end)) }
}

/** The cluster of each instance, −1 where it is in none: as it was assigned, else that of the run's sample. */
export function clustersOf(catalogue: OpenCatalogue, name: ClusteringName): Int32Array {
  const { db } = catalogue.reader
  const found = new Int32Array(catalogue.reader.capacity).fill(-1)
  const assigned = assignment(catalogue, name)
  if (assigned !== null) assigned.instances.forEach((instance, row) => (found[instance] = assigned.clusters[row]))
  else {
    const { labels } = loadClustering(db, name)
    loadRun(db, name.run).sample.forEach((instance, row) => (found[instance] = labels[row]))
  }
  return found
}

function cut(text: string): string {
  return text.length > LABEL ? `${text.slice(0, LABEL)}…` : text
}
