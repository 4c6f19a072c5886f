import type { Command } from 'commander'
import type { ExportedLabels } from '../../core/labels/export.ts'
import type { ExportedDicom } from '../../core/dicom-export/write-dicom.ts'
import type { ExportedCorrections } from '../../core/corrections/export.ts'
import type { DatasetReport } from '../../core/dataset/write-dataset.ts'
import type { ExportedCatalogue } from '../../core/catalogue-export/write-catalogue.ts'
import type { ExportedTags } from '../../core/tag-export/write-tags.ts'
import { exportCatalogue } from '../../jobs/definitions/catalogue-export.ts'
import { exportCorrections } from '../../jobs/definitions/corrections.ts'
import { exportDataset } from '../../jobs/definitions/dataset.ts'
import { exportDicom } from '../../jobs/definitions/dicom-export.ts'
import { exportMappings } from '../../jobs/definitions/harmonise.ts'
import { exportLabels } from '../../jobs/definitions/labels.ts'
import { exportTags } from '../../jobs/definitions/tag-export.ts'
import type { ExportedMappings } from '../../jobs/share-mappings.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { count, counted, estimate, size } from '../../messages/format.ts'

export function register(program: Command): void {
  const exported = program
    .command('export')
    .summary('write labels, training sets, tags, corrections, mappings or the whole catalogue')
    .description('Writes what the catalogue knows to files.')
  withParameters(common(exported.command('labels')), exportLabels.parameters)
    .description(
      `Writes cluster, label and code of every assigned image, with a manifest beside it. The file holds UIDs and nothing else from the headers; --columns adds what you name.`
    )
    .action(async (options: CommonOptions & { run: string }, command: Command) => {
      const words = (result: ExportedLabels): string => exportWords(result, options.run)
      await perform(await exportLabels.load(), given(command, exportLabels), options, words)
    })
  withParameters(common(exported.command('tags')), exportTags.parameters)
    .description(
      `Writes tags of all images as a table, one row an image, with a manifest beside it. No clustering is needed. Numbers are numbers, one column a value (PixelSpacing[1]). Tags that may tell of a person, a place or a time are in it only where --columns names them.

Parquet has statistics of each row group, so that DuckDB and pandas read only what a query needs:
  SELECT Modality, count(*) FROM 'tags.parquet' WHERE KVP > 100 GROUP BY 1`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportTags.load(), given(command, exportTags), options, tagWords)
    })
  withParameters(common(exported.command('dataset')), exportDataset.parameters)
    .description(
      `Writes the images of a clustering as a training set, with the names of their clusters as labels: split by patient, without headers, UIDs and paths, and without images that usually have text in their pixels. README.md and manifest.json in the folder say what is in it and what is not. What was stopped goes on with the same command.

  medoid export dataset --run 1 --out training --dry-run
  medoid export dataset --run 1 --out training --format webdataset --subset named`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportDataset.load(), given(command, exportDataset), options, datasetWords)
    })
  withParameters(common(exported.command('dicom')), exportDicom.parameters)
    .summary('write the names of clusters as DICOM documents for an archive')
    .description(
      `Writes the names of clusters as DICOM files that an archive can take: in each study a Key Object Selection for each named cluster, and a structured report (Enhanced SR) with the coded name of each image. Nothing is sent.

The files hold Patient ID, the patient's name, birth date and sex, and the original UIDs, since they have to find their images: they are patient data, and for nobody but the archive that the images are from.

  medoid export dicom --run 1.20 --out documents
  dcmsend --scan-directories --recurse pacs 104 documents`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportDicom.load(), given(command, exportDicom), options, dicomWords)
    })
  withParameters(common(exported.command('catalogue')), exportCatalogue.parameters)
    .summary('write everything that a notebook needs as Parquet tables')
    .description(
      `Writes what a notebook needs as Parquet tables into a folder: instances, tags, runs, features, clusterings, labels with their authors, assignments, maps, corrections, selections, models, evaluations and stored vectors. catalogue.json beside them says what each column is. Tags that may tell of a person, a place or a time, paths and notes are not in it.

  medoid export catalogue --out tables
  python: medoid.open('tables').tags`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportCatalogue.load(), given(command, exportCatalogue), options, catalogueWords)
    })
  withParameters(common(exported.command('mappings')), exportMappings.parameters)
    .description(
      'Writes accepted mappings between sites to a JSON file, which another site imports with medoid import mappings. Spellings that no vocabulary has stay here, as somebody may have typed a name.'
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportMappings.load(), given(command, exportMappings), options, mappingWords)
    })
  withParameters(common(exported.command('corrections')), exportCorrections.parameters)
    .summary('write the values that people corrected')
    .description(
      `Writes the values that people corrected, with a manifest beside them: as a table, or as a patch for a script that changes copies of the files. Tags that may tell of a person are never corrected, and reasons stay in the catalogue.

  medoid export corrections --out corrections.csv
  medoid export corrections --format json --out patch.json`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await exportCorrections.load(), given(command, exportCorrections), options, correctionWords)
    })
}

function dicomWords({ out, studies, images, keyObjects, reports, leftOut }: ExportedDicom): string {
  const reasons: [number, string][] = [
    [leftOut.withoutUids, 'without the UIDs that a document has to name'],
    [leftOut.badPatientId, 'with a Patient ID that DICOM does not allow'],
    [leftOut.mixedStudies, 'of studies with images of several patients']
  ]
  return [
    `${counted(keyObjects, 'Key Object Selections')} and ${counted(reports, 'structured reports')} of ${counted(images, 'images')} in ${counted(studies, 'studies')}: ${out}`,
    ...reasons
      .filter(([images]) => images > 0)
      .map(([images, why]) => `Left out: ${counted(images, 'images')} ${why}.`),
    'They hold the names and IDs of patients, and the original UIDs.'
  ].join('\n')
}

function tagWords({ out, manifest, rows, columns, corrected, uidKey }: ExportedTags): string {
  return [
    `${counted(rows, 'images')} × ${counted(columns, 'columns')} in ${out}; ${manifest} describes it`,
    ...correctedWords(corrected),
    ...keyWords(uidKey, 'tags')
  ].join('\n')
}

function datasetWords(report: DatasetReport): string {
  const { out, dryRun, wasThere, images, samples, bytes, seconds, classes, splits, leftOut, missing, uidKey } = report
  const frames = samples === images ? '' : `, ${counted(samples, 'samples')}`
  const empty = classes.filter(({ images }) => images.some((count, i) => count === 0 && splits[i].images > 0))
  return [
    dryRun
      ? `${counted(images, 'images')}${frames} in ${counted(classes.length, 'classes')}: about ${size(bytes)}, written in ${estimate(seconds)}. Nothing was written.`
      : `${counted(images, 'images')}${frames} in ${counted(classes.length, 'classes')}, ${size(bytes)}, in ${out}${wasThere ? '; it was complete already' : ''}`,
    ...splits.map(
      ({ name, images, groups }) => `  ${name}: ${counted(images, 'images')} of ${counted(groups, 'groups')}`
    ),
    ...(empty.length === 0
      ? []
      : [
          `${counted(empty.length, 'classes')} without images in one of the splits: ${empty.map(({ name }) => name).join(', ')}`
        ]),
    ...Object.entries(leftOut).map(([why, images]) => `Left out: ${counted(images, 'images')} (${why})`),
    ...Object.entries(missing).map(([code, images]) => `Cannot be read: ${counted(images, 'images')} (${code})`),
    ...keyWords(uidKey, 'training set')
  ].join('\n')
}

function catalogueWords({ out, manifest, tables, instances, bytes, corrected, uidKey }: ExportedCatalogue): string {
  return [
    `${counted(instances, 'instances')} in ${counted(tables.length, 'tables')} in ${out}, ${size(bytes)}; ${manifest} describes them`,
    ...correctedWords(corrected),
    ...keyWords(uidKey, 'tables')
  ].join('\n')
}

function correctedWords(values: number): string[] {
  const are = values === 1 ? 'is' : 'are'
  return values === 0
    ? []
    : [`${counted(values, 'values')} ${are} as people corrected or mapped them; --raw has those of the files.`]
}

function keyWords(uidKey: { file: string } | undefined, of: string): string[] {
  return uidKey === undefined ? [] : [`UIDs are remapped with ${uidKey.file}: keep it apart from the ${of}.`]
}

function mappingWords({ out, mappings, leftOut }: ExportedMappings): string {
  const left =
    leftOut === 0 ? '' : `; left out: ${counted(leftOut, 'mappings')} of units, of ranges, or that may tell of a person`
  return `${counted(mappings, 'mappings')} in ${out}${left}`
}

function correctionWords({ out, manifest, values, images, leftOut, uidKey }: ExportedCorrections): string {
  return [
    `${counted(values, 'values')} of ${counted(images, 'images')} in ${out}; ${manifest} describes it`,
    ...(leftOut === 0
      ? []
      : [
          `${counted(leftOut, 'values')} of derived, private and nested tags ${leftOut === 1 ? 'is' : 'are'} not in the patch; --format csv has them.`
        ]),
    ...keyWords(uidKey, 'corrections')
  ].join('\n')
}

/** What was written, and what is not in it; a line each. */
function exportWords(exported: ExportedLabels, run: string): string {
  const { out, manifest, rows, inheritedRows = 0, excluded, unassigned, correctedValues = 0, uidKey } = exported
  const [has, its] = inheritedRows === 1 ? ['has the label', 'its'] : ['have the labels', 'their']
  return [
    `${counted(rows, 'images')} in ${out}; ${manifest} describes it`,
    ...(inheritedRows === 0 ? [] : [`${counted(inheritedRows, 'images')} ${has} of ${its} series.`]),
    ...unnamedWords(exported),
    ...(excluded === 0
      ? []
      : [`${counted(excluded, 'further images')} of the clustering ${excluded === 1 ? 'is' : 'are'} left out.`]),
    ...correctedWords(correctedValues),
    ...keyWords(uidKey, 'labels'),
    ...(unassigned === 0
      ? []
      : [`${counted(unassigned, 'images')} came or changed since and are not in it: medoid assign --run ${run}`])
  ].join('\n')
}

/** What became of clusters without a name. */
function unnamedWords(exported: ExportedLabels): string[] {
  const { clusters, labelledClusters, suggestedClusters = 0, suggestedRows, inheritedRows } = exported
  const without = clusters - labelledClusters - suggestedClusters
  const have = without === 1 ? 'has' : 'have'
  const which = `${count(without)} of ${counted(clusters, 'clusters')} ${have}`
  if (suggestedRows === undefined) {
    // Images that inherit a label have one.
    const images = inheritedRows === undefined ? ', and their images no label' : ''
    const remedy = 'name them with medoid annotate, or take suggested names with --unnamed suggested.'
    return without === 0 ? [] : [`${which} no name${images}: ${remedy}`]
  }
  return [
    ...(suggestedRows === 0
      ? []
      : [
          `${counted(suggestedRows, 'images')} ${suggestedRows === 1 ? 'has' : 'have'} a suggested label, which nobody has confirmed.`
        ]),
    ...(without === 0 ? [] : [`${which} no suggested name, either: name them with medoid annotate.`])
  ]
}
