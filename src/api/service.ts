import { existsSync } from 'node:fs'
import { MedoidError } from '../core/errors.ts'
import { searchCodes } from '../core/labels/codes.ts'
import { openForWriting } from '../core/catalogue/database.ts'
import type { Arguments, Method, Results } from './contract.ts'
import { history, keys, name } from './queries/annotations.ts'
import { archiveSummary, issues, sources } from './queries/archive.ts'
import { clusteringReport, runs, silhouettePlot } from './queries/clusterings.ts'
import { evaluationReport, evaluations, room } from './queries/evaluations.ts'
import { exportColumns } from './queries/export-columns.ts'
import { exportPreview } from './queries/export-preview.ts'
import { selectedFeatures, valuesOfFeature } from './queries/features.ts'
import { folders } from './queries/folders.ts'
import { clusterTag } from './queries/cluster-tag.ts'
import { imagePlace, locate } from './queries/images.ts'
import { clusterSilhouettes, members } from './queries/members.ts'
import { modelReport, models, reconstructions } from './queries/models.ts'
import { OpenCatalogue } from './queries/open-catalogue.ts'
import { tagDistribution, tagList } from './queries/tags.ts'
import { type Thumbnail, Thumbnails } from './queries/thumbnails.ts'

/** The methods that need what is in the catalogue; a host answers the others itself. */
export type Query = Exclude<
  Method,
  'app.state' | 'catalogue.open' | 'catalogue.close' | 'images.elements' | `jobs.${string}`
>

type Answer<M extends Query> = (catalogue: OpenCatalogue, given: Arguments<M>) => Results[M] | Promise<Results[M]>

const ANSWERS: { [M in Exclude<Query, 'folders.list' | 'codes.search'>]: Answer<M> } = {
  'archive.summary': archiveSummary,
  'archive.sources': sources,
  'archive.issues': issues,
  'tags.list': tagList,
  'tags.distribution': tagDistribution,
  'features.select': selectedFeatures,
  'features.values': valuesOfFeature,
  'runs.list': runs,
  'clusterings.report': clusteringReport,
  'clusterings.silhouettes': silhouettePlot,
  'clusters.members': members,
  'clusters.silhouettes': clusterSilhouettes,
  'clusters.tag': clusterTag,
  'images.place': imagePlace,
  'annotations.put': name,
  'annotations.keys': keys,
  'annotations.history': history,
  'models.list': models,
  'models.report': modelReport,
  'models.reconstructions': reconstructions,
  'evaluations.list': evaluations,
  'evaluations.report': evaluationReport,
  'evaluations.room': room,
  'export.columns': exportColumns,
  'export.preview': exportPreview
}

/** Answers what windows ask of catalogues. SQLite is synchronous: a host lets this run in a process of its own. */
export class Service {
  private readonly open = new Map<string, OpenCatalogue>()
  private readonly thumbnails = new Thumbnails()

  /** @param given checked against the contract */
  async answer(method: Query, given: object, file: string | null): Promise<unknown> {
    if (method === 'folders.list') return folders(given)
    if (method === 'codes.search') {
      const { text, limit } = given as Arguments<'codes.search'>
      return searchCodes(text, limit)
    }
    if (file === null) {
      throw new MedoidError('no-catalogue', {})
    }
    const catalogue = this.catalogue(file)
    try {
      return await (ANSWERS[method] as Answer<Query>)(catalogue, given)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** Where the file of an instance lies: for the host, not for windows. @throws MedoidError `no-such-instance`, `source-removed` */
  locate(instance: number, file: string): string | Buffer {
    const catalogue = this.catalogue(file)
    try {
      return locate(catalogue, instance)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** @returns null where the catalogue has no such instance */
  async thumbnail(instance: number, file: string): Promise<Thumbnail | null> {
    const catalogue = this.catalogue(file)
    try {
      return await this.thumbnails.of(catalogue, instance)
    } catch (error) {
      throw catalogue.explain(error)
    }
  }

  /** Makes sure that there is a catalogue that can be read. @param create whether to make it where there is none */
  prepare(file: string, create: boolean): string {
    try {
      if (create) openForWriting(file, 'medoid').close()
    } catch (error) {
      // One that is there and cannot be written is read.
      if (!(error instanceof MedoidError) || error.code !== 'catalogue-unusable' || !existsSync(file)) throw error
    }
    return this.catalogue(file).file
  }

  /** A file that was set aside or replaced is opened anew. */
  release(file: string): void {
    this.open.get(file)?.close()
    this.open.delete(file)
    this.thumbnails.release(file)
  }

  private catalogue(file: string): OpenCatalogue {
    let catalogue = this.open.get(file)
    if (catalogue === undefined) this.open.set(file, (catalogue = new OpenCatalogue(file)))
    return catalogue
  }
}
