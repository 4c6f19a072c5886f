import { saveEvaluation } from '../core/catalogue/evaluations.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type {
  Agreement,
  BlankImage,
  BlankImages,
  EvaluationReport,
  TargetAgreement
} from '../core/catalogue/stored/evaluation.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { remarksReport } from '../core/embedding/prepare.ts'
import { EvaluationSums } from '../core/evaluation/protocol.ts'
import { countShared } from '../core/evaluation/shared.ts'
import { GROUP_KEYWORDS, groupsOf } from '../core/features/groups.ts'
import { RemarkCounts } from '../core/remark-counts.ts'
import { type EvaluatedDataset, leftOutOf } from './evaluated-datasets.ts'
import type { EvaluationPlan } from './evaluation-plan.ts'
import { seenBefore } from './evaluation-room.ts'
import { PROGRAM_VERSION } from './program.ts'

/** Puts together what datasets say, one after another in their order, wherever each was evaluated. */
export class EvaluationTally {
  private readonly reader: CatalogueReader
  private readonly plan: EvaluationPlan
  private readonly sums: EvaluationSums
  private readonly agreements: EvaluatedDataset['agreements'][] = []
  private readonly instances: Uint32Array[] = []
  private readonly labels: Uint16Array[] = []
  private readonly skipped: SkippedImage[] = []
  private readonly blank: BlankImages = { constantPictures: [], withoutLength: [] }
  private readonly remarks = new RemarkCounts()

  constructor(reader: CatalogueReader, plan: EvaluationPlan) {
    this.reader = reader
    this.plan = plan
    this.sums = new EvaluationSums(plan.parameters.permutations)
  }

  add({ figures, instances, labels, agreements, skipped, constant, remarked }: EvaluatedDataset): void {
    const named = (instance: number): BlankImage => ({ instance, path: this.reader.readablePath(instance) })
    this.sums.add(figures)
    this.agreements.push(agreements)
    this.instances.push(instances)
    this.labels.push(labels)
    this.skipped.push(...skipped)
    this.blank.constantPictures.push(...constant.map(named))
    this.blank.withoutLength.push(...figures.withoutLength.map((place) => named(instances[place])))
    for (const each of remarked) this.remarks.add(each)
  }

  /** Stores the evaluation in the catalogue. @throws MedoidError `too-few-datasets` */
  save(told: Pick<EvaluationReport, 'stability' | 'projection' | 'seconds'>): EvaluationReport {
    const { reader, plan } = this
    const { db } = reader
    const { clustering, run, model, state, datasets, parameters, edit } = plan
    const result = this.sums.result()
    const report = (evaluation: number): EvaluationReport => ({
      evaluation,
      run: formatClustering(clustering),
      model: model.id,
      modelState: { epochs: state.epochs.length, weights: weightsId(state) },
      parameters,
      sets: {
        training: model.training.length + model.validation.length,
        sample: run.sample.length,
        evaluated: datasets.reduce((sum, set) => sum + set.length, 0)
      },
      ...result,
      agreement: this.agreement(),
      shared: sharedOf(reader, datasets, seenBefore(reader, run, model)),
      skipped: this.skipped,
      blank: this.blank,
      remarks: remarksReport(reader, this.remarks.list()),
      edit,
      ...told
    })
    let reported: EvaluationReport | undefined
    saveEvaluation(db, {
      program: PROGRAM_VERSION,
      run: clustering.run,
      k: clustering.k,
      model: model.id,
      instances: Uint32Array.from(this.instances.flatMap((each) => [...each])),
      labels: Uint16Array.from(this.labels.flatMap((each) => [...each])),
      result: (id) => (reported = report(id))
    })
    return reported!
  }

  private agreement(): EvaluationReport['agreement'] {
    const leftOut = leftOutOf(this.plan.run.features.features)
    const [modality, bodyPart] = leftOut.map((names, target): TargetAgreement | null => {
      const all = this.agreements.map((each) => each[target])
      const found = all.flatMap((each) => each.found ?? [])
      const without = all.flatMap((each) => each.without ?? [])
      if (found.length === 0) return null
      return { ...mean(found), withoutTargetTag: without.length === 0 ? null : { ...mean(without), leftOut: names } }
    })
    return { modality, bodyPart }
  }
}

/** Means over the datasets; images are added up, and classes are those of the dataset that has most. */
function mean(all: readonly Agreement[]): Agreement {
  const of = (value: (each: Agreement) => number): number => all.reduce((sum, each) => sum + value(each), 0)
  return {
    homogeneity: of((each) => each.homogeneity) / all.length,
    completeness: of((each) => each.completeness) / all.length,
    nmi: of((each) => each.nmi) / all.length,
    nmiCeiling: of((each) => each.nmiCeiling) / all.length,
    images: of((each) => each.images),
    classes: Math.max(...all.map((each) => each.classes))
  }
}

function sharedOf(
  reader: CatalogueReader,
  datasets: readonly Uint32Array[],
  others: readonly Uint32Array[]
): EvaluationReport['shared'] {
  // The codes of a column are those of one query, so all sets are asked for at once.
  const all = Uint32Array.from(new Set([...datasets, ...others].flatMap((set) => [...set]))).sort()
  const places = new Map(Array.from(all, (instance, place) => [instance, place]))
  const count = (keyword: string): number | null => {
    const groups = groupsOf(reader, keyword, all)
    const of = (set: Uint32Array): Int32Array => Int32Array.from(set, (instance) => groups[places.get(instance)!])
    return countShared(datasets.map(of), others.map(of))
  }
  return { series: count(GROUP_KEYWORDS.series), patients: count(GROUP_KEYWORDS.patient) }
}
