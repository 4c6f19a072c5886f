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

  /** The instances of a batch, each as [tag, canonical text], in the order of the local tags. */
  instances(batch: HeaderBatch): [TagDefinition, string][][] {
    if (batch.restarts) this.definitions.length = this.texts.length = 0
    for (const definition of batch.newTags) {
      this.definitions.push(definition)
      this.texts.push(['', ''])
    }
    batch.newValueTexts.forEach((text, i) => this.texts[batch.newValueTags[i]].push(text))
    const codes = new Map<number, number>()
    return Array.from({ length: batch.instances }, (_, i) => {
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
        if (batch.changedCodes[k] === 0) codes.delete(batch.changedTags[k])
        else codes.set(batch.changedTags[k], batch.changedCodes[k])
      }
      return [...codes]
        .sort(([a], [b]) => a - b)
        .map(([tag, code]): [TagDefinition, string] => {
          const text = code >= PLAIN ? batch.plainTexts[code - PLAIN] : this.texts[tag][code]
          if (text === undefined) throw new Error(`no text for code ${code} of ${this.definitions[tag].tag}`)
          return [this.definitions[tag], text]
        })
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
