import type { LabelSource } from '../labels/label-source.ts'

/** A class of a training set. */
export interface DatasetClass {
  /** The name that people gave to its clusters, else `cluster-N`. */
  name: string
  /** What its folder is called: its name without what file systems refuse. */
  folder: string
  /** Numbers of its clusters: several where people gave them one name. */
  clusters: number[]
}

/** Characters of a folder's name: file systems take 255 bytes, and a character takes up to four. */
const MOST_CHARACTERS = 60

/** Names of devices, which Windows takes for no folder. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * The classes of an export, in the order of their folders, in which torchvision and Keras number them.
 * @returns also the class of each cluster, by the number of that
 */
export function classesOf({ filled, labels, suggested }: Pick<LabelSource, 'filled' | 'labels' | 'suggested'>): {
  classes: DatasetClass[]
  classOf: ReadonlyMap<number, number>
} {
  const byName = new Map<string, number[]>()
  for (const cluster of filled) {
    const name = labels.get(cluster)?.label ?? suggested?.get(cluster) ?? `cluster-${cluster}`
    const clusters = byName.get(name)
    if (clusters === undefined) byName.set(name, [cluster])
    else clusters.push(cluster)
  }
  const taken = new Set<string>()
  const classes = [...byName]
    .map(([name, clusters]): DatasetClass => ({ name, folder: folderFor(name, taken), clusters }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.folder), Buffer.from(b.folder)))
  const classOf = new Map(classes.flatMap(({ clusters }, i) => clusters.map((cluster) => [cluster, i] as const)))
  return { classes, classOf }
}

/** A name of its own also where a file system does not tell capitals from others. */
function folderFor(name: string, taken: Set<string>): string {
  const plain = [...name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '_')].slice(0, MOST_CHARACTERS).join('')
  const trimmed = plain.replaceAll(/^[_-]+|[_-]+$/g, '')
  const base = trimmed === '' || DEVICES.test(trimmed) ? `class_${trimmed}`.replace(/_$/, '') : trimmed
  let folder = base
  for (let i = 2; taken.has(folder.toLowerCase()); i++) folder = `${base}_${i}`
  taken.add(folder.toLowerCase())
  return folder
}
