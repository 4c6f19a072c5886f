import { PLAIN, type HeaderBatch, type TagDefinition } from '../../../src/core/dicom/batch.ts'

/** One tag over several instances, as the columns of TAGS.tsv count it. */
export interface Count {
  definition: TagDefinition
  vrs: Set<string>
  present: number
  nonEmpty: number
  values: Map<string, number>
}

/** A catalogue in memory: reads batches in the order in which they were taken. */
export class Tally {
  readonly definitions: TagDefinition[] = []
  private readonly texts: string[][] = []

  /** The instances of a batch, each as [local tag, canonical text or undefined where empty]. */
  instances(batch: HeaderBatch): [TagDefinition, string][][] {
    for (const definition of batch.newTags) {
      this.definitions.push(definition)
      this.texts.push(['', ''])
    }
    batch.newValueTexts.forEach((text, i) => this.texts[batch.newValueTags[i]].push(text))
    return Array.from({ length: batch.instances }, (_, i) => {
      const cells: [TagDefinition, string][] = []
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
        const tag = batch.cellTags[k]
        const code = batch.cellCodes[k]
        const text = code >= PLAIN ? batch.plainTexts[code - PLAIN] : this.texts[tag][code]
        if (text === undefined) throw new Error(`no text for code ${code} of ${this.definitions[tag].tag}`)
        cells.push([this.definitions[tag], text])
      }
      return cells
    })
  }
}

/** Counts the top-level tags of some instances, by tag and creator. */
export function count(instances: [TagDefinition, string][][]): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const cells of instances) {
    for (const [definition, text] of cells) {
      if (definition.path !== '') continue
      const key = `${definition.tag} ${definition.privateCreator}`
      let entry = counts.get(key)
      if (!entry) counts.set(key, (entry = { definition, vrs: new Set(), present: 0, nonEmpty: 0, values: new Map() }))
      entry.vrs.add(definition.vr)
      entry.present++
      if (text === '') continue
      entry.nonEmpty++
      entry.values.set(text, (entry.values.get(text) ?? 0) + 1)
    }
  }
  return counts
}
