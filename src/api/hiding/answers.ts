import { basename, dirname, sep } from 'node:path'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { conditionWords } from '../../core/conditions.ts'
import { unfinishedOf } from '../../core/condition-text.ts'
import { attributesOf } from '../../core/features/attributes.ts'
import { isPersonal, personalNames } from '../../core/features/personal.ts'
import type { ValueCount } from '../areas/arguments.ts'
import type { Arguments, CorrectionAnswer, Legend, Results, StudyRow, TagRow } from '../contract.ts'
import { repack } from '../packed.ts'
import type { questions } from '../questions.ts'
import { hideChoices } from './choices.ts'
import { mark } from './marks.ts'

/** What is personal in a catalogue. */
interface Personal {
  /** Whether a tag may tell of a person, by its name. */
  isTag: (name: string) => boolean
  /** Names of such tags, as they stand in sentences. */
  names: ReadonlySet<string>
}

export function personalIn(reader: CatalogueReader): Personal {
  const tags = reader.tags()
  const isTag = personalNames(tags)
  const names = attributesOf(tags).flatMap(({ name, keyword }) => (isTag(name) ? [name, keyword] : []))
  return { isTag, names: new Set(names.filter((name) => name !== '')) }
}

type Name = keyof typeof questions
type Hide<M extends Name> = (answer: Results[M], personal: Personal, given: Arguments<M>) => Results[M]

const nothing = <A>(answer: A): A => answer

/**
 * What personal text each answer of the service holds, marked for the host (`marks.ts`). A question that is new has to say it here: tag values
 * that may tell of a person, a place or a time (`isPersonal`), UIDs among them, and where files lie.
 */
const HIDDEN: { [M in Name]: Hide<M> } = {
  'folders.list': nothing,
  'codes.search': nothing,

  'archive.summary': nothing,
  'archive.sources': (rows) =>
    rows.map((row) => ({
      ...row,
      root: mark(row.root),
      name: row.name && mark(row.name),
      problem: row.problem && sentence(row.problem, [row.root])
    })),
  // Nothing is proposed for personal tags, but a file of mappings that somebody imported may have some.
  'sites.compare': (answer) =>
    answer && {
      ...answer,
      sites: answer.sites.map((site) => ({ ...site, name: mark(site.name) })),
      others: answer.others.filter(({ mapping }) => !isPersonal({ ...mapping, vr: 'LO' }))
    },
  'sites.apart': nothing,
  'sites.decide': nothing,
  'sites.step': nothing,
  'files.counts': nothing,
  'files.list': (page) => ({
    ...page,
    rows: page.rows.map((row) => ({
      ...row,
      name: mark(row.name),
      path: mark(row.path),
      of: row.of === null ? null : mark(row.of),
      issues: row.issues.map(({ code, message }) => ({ code, message: sentence(message, [row.path, row.of]) }))
    }))
  }),
  'pictures.findings': nothing,
  'pictures.images': nothing,

  'studies.list': (list) => ({ ...list, rows: list.rows.map(study) }),
  'studies.series': (found) => ({
    ...found,
    study: study(found.study),
    series: found.series.map((row) => ({ ...row, description: mark(row.description) }))
  }),
  'studies.images': (page) => ({ ...page, rows: page.rows.map(described) }),
  'images.place': (place) => ({
    ...place,
    studyDescription: mark(place.studyDescription),
    seriesDescription: mark(place.seriesDescription),
    sopInstanceUid: mark(place.sopInstanceUid),
    path: mark(place.path)
  }),
  'images.known': nothing,
  'images.slide': nothing,
  'images.geometry': (geometry) => ({ ...geometry, frameOfReference: mark(geometry.frameOfReference) }),

  'tags.list': (list) => ({
    ...list,
    tags: list.tags.map((row): TagRow => (isPersonal(row) ? { ...row, top: row.top.map(counted) } : row))
  }),
  // Whatever a search finds tells a part of it.
  'tags.search': (page, { isTag }) => ({
    ...page,
    found: page.found.filter(({ tag, path, privateCreator }) => !isTag(path || nameOf(tag, privateCreator)))
  }),
  'tags.distribution': (found) =>
    isPersonal(found) ? { ...found, values: found.values.map(counted), histogram: null } : found,
  'conditions.read': (read, personal) => {
    if (read.condition === null) return read
    const condition = hiddenChoices(read.condition, personal)
    return { ...read, condition, words: conditionWords(condition) }
  },
  'conditions.complete': (found, { isTag }, { text }) => {
    const { tag } = unfinishedOf(text)
    if (tag === null || !isTag(tag)) return found
    const isValue = ({ count, text: value }: { count: number | null; text: string }): boolean =>
      count !== null && value !== '""'
    return {
      ...found,
      options: found.options.map((option) =>
        isValue(option) ? { ...option, text: mark(option.text), label: mark(option.label) } : option
      )
    }
  },

  // Values of tags that may tell of a person are left out of these in any case.
  'features.select': hiddenChoices,
  'features.values': nothing,
  'features.kept': hiddenChoices,
  'features.keep': hiddenChoices,
  'features.step': hiddenChoices,
  'features.ofRun': hiddenChoices,
  'featureSets.open': hiddenChoices,
  'featureSets.save': nothing,
  'featureSets.remove': nothing,
  'featureSets.restore': nothing,
  'featureSets.rename': nothing,

  'runs.list': hiddenChoices,
  'runs.removed': nothing,
  'runs.rename': nothing,
  'runs.remove': nothing,
  'runs.restore': nothing,
  'clusterings.report': (report) => ({
    ...report,
    clusters: report.clusters.map((cluster) => {
      const { instance, sopInstanceUid, path } = cluster.medoid
      return { ...cluster, medoid: { instance, sopInstanceUid: mark(sopInstanceUid), path: mark(path) } }
    })
  }),
  'clusterings.oneSite': (rows) => rows.map((row) => ({ ...row, site: mark(row.site) })),
  'clusterings.silhouettes': nothing,
  'clusterings.compare': nothing,
  // The conditions that images were chosen by stand in sentences.
  // No values that may tell of a person are corrected; conditions by which images were chosen may name one.
  'contradictions.find': (found, personal) =>
    found.map((each) => ({
      ...each,
      groups: each.groups.map((group) => {
        const where = hiddenChoices(group.where, personal)
        return { ...group, where, words: where.map(conditionWords).join(', ') }
      })
    })),
  'contradictions.images': nothing,
  'corrections.decide': hiddenDecision,
  'corrections.undo': hiddenDecision,
  'corrections.redo': hiddenDecision,
  'corrections.list': nothing,
  'corrections.progress': nothing,
  'corrections.history': hiddenChoices,
  'corrections.decided': nothing,
  'corrections.ofImage': nothing,
  'clusterings.edits': (edits, personal) => ({
    ...edits,
    entries: edits.entries.map((entry) => ({ ...entry, words: hiddenWords(entry.words, personal) }))
  }),
  'clusterings.rejected': (page) => ({
    ...page,
    rows: page.rows.map((row) => ({ ...row, header: described(row.header) }))
  }),
  'clusters.chosen': nothing,
  'review.queues': nothing,
  'review.between': nothing,
  'review.mark': nothing,
  'clusters.members': (page, { isTag }, { tag, shows = [] }) => {
    const isHidden = tag !== undefined && isTag(tag)
    const areHidden = shows.map(isTag)
    return {
      ...page,
      rows: page.rows.map((row) => ({
        ...row,
        header: row.header && described(row.header),
        value: row.value !== null && isHidden ? mark(row.value) : row.value,
        shown: row.shown.map((value, i) => (value !== null && areHidden[i] ? mark(value) : value))
      }))
    }
  },
  'clusters.columns': nothing,
  'clusters.silhouettes': nothing,
  'clusters.tag': (found, { isTag }, { tag }) =>
    isTag(tag) ? { ...found, values: found.values.map(counted), histogram: null, range: null } : found,
  'trees.find': nothing,

  'maps.list': nothing,
  'maps.points': nothing,
  'maps.colours': (bytes, { isTag }, { colour, tag = '' }) => {
    if (colour !== 'source' && !(colour === 'tag' && isTag(tag))) return bytes
    return repack<Legend>(bytes, (legend) => ({
      ...legend,
      entries: legend.entries.map((entry) => ({ ...entry, label: mark(entry.label) }))
    }))
  },
  'maps.islands': nothing,
  'maps.image': (image, { isTag }, { tag }) => ({
    ...described(image),
    value: image.value !== null && tag !== undefined && isTag(tag) ? mark(image.value) : image.value
  }),

  'annotations.keys': nothing,
  'annotations.history': nothing,
  'namings.list': nothing,
  'namings.compare': nothing,
  'annotations.put': (named) => ({ ...named, catalogue: catalogueMarked(named.catalogue) }),

  'selections.list': (rows, personal) => rows.map((row) => selection(row, personal)),
  'selections.save': selections,
  'selections.remove': selections,
  'selections.restore': selections,

  'labelSets.list': nothing,
  'labelSets.compare': nothing,
  'labelSets.remove': nothing,
  'labelSets.restore': nothing,

  'models.list': nothing,
  'models.report': nothing,
  'models.reconstructions': nothing,
  'evaluations.list': nothing,
  'evaluations.report': nothing,
  'evaluations.room': nothing,

  'export.columns': nothing,
  'export.preview': (preview) => ({
    ...preview,
    rows: preview.rows.map((row) =>
      row.map((cell, c) => (preview.columns[c].phi || UID_COLUMNS.has(preview.columns[c].name) ? mark(cell) : cell))
    )
  }),

  'similar.images': (found) => ({ ...found, rows: found.rows.map(described) }),
  'similar.why': nothing,
  'suggestions.runs': nothing,
  'suggestions.page': nothing,
  'suggestions.pairs': nothing,
  'suggestions.why': nothing,
  'suggestions.images': nothing,
  'similar.file': (file) => ({ ...described(file), path: mark(file.path) })
}

/** Columns of every export. */
const UID_COLUMNS: ReadonlySet<string> = new Set(['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'])

/** An answer of a question with what is personal in it marked. @param given what was asked, as the question takes it */
export function marked(method: Name, answer: unknown, personal: Personal, given: object): unknown {
  return (HIDDEN[method] as (answer: unknown, personal: Personal, given: object) => unknown)(answer, personal, given)
}

/** As `Pseudonyms.ofCatalogue` shows it. */
function catalogueMarked(file: string): string {
  return `${mark(dirname(file))}${sep}${basename(file)}`
}

/** UIDs, but not those that DICOM itself has registered for classes and transfer syntaxes. */
const UID = /(?<![\d.])(?!1\.2\.840\.10008\.)\d+(?:\.\d+){3,}(?![\d.]*\d)/g

/** A sentence about files. */
function sentence(text: string, paths: readonly (string | null)[]): string {
  const marks = text.replace(UID, mark)
  return paths.reduce<string>((left, path) => (path ? left.replaceAll(path, mark(path)) : left), marks)
}

function nameOf(tag: string, creator: string): string {
  return creator === '' ? tag : `${tag}[${creator}]`
}

function counted<C extends Pick<ValueCount, 'value' | 'spellings'>>(count: C): C {
  const { value, spellings } = count
  return { ...count, value: mark(value), ...(spellings && { spellings: spellings.map(mark) }) }
}

function study(row: StudyRow): StudyRow {
  const { patient } = row
  return {
    ...row,
    date: mark(row.date),
    description: mark(row.description),
    patient: patient && { ...patient, id: mark(patient.id), name: mark(patient.name) }
  }
}

function described<R extends { seriesDescription: string }>(row: R): R {
  return { ...row, seriesDescription: mark(row.seriesDescription) }
}

function hiddenDecision(answer: CorrectionAnswer, personal: Personal): CorrectionAnswer {
  return { ...hiddenChoices(answer, personal), catalogue: catalogueMarked(answer.catalogue) }
}

function hiddenChoices<A>(answer: A, { isTag }: Personal): A {
  return hideChoices(answer, isTag, mark)
}

/** What was chosen is told in sentences: those about personal tags are hidden whole. */
function hiddenWords(words: string, { names }: Personal): string {
  return [...names].some((name) => words.includes(name)) ? mark(words) : words
}

function selection<R extends Results['selections.list'][number]>(row: R, personal: Personal): R {
  const { origin } = row
  const words = origin.words.map((each) => hiddenWords(each, personal))
  return { ...row, origin: { ...origin, where: hiddenChoices(origin.where, personal), words } }
}

function selections(answer: Results['selections.save'], personal: Personal): Results['selections.save'] {
  return {
    catalogue: catalogueMarked(answer.catalogue),
    changed: selection(answer.changed, personal),
    selections: answer.selections.map((row) => selection(row, personal))
  }
}
