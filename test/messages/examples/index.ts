import type { MessageCode } from '../../../src/messages/message.ts'
import { archives } from './archives.ts'
import { catalogue } from './catalogue.ts'
import { check } from './check.ts'
import { clustering } from './clustering.ts'
import { clusters } from './clusters.ts'
import { corrections } from './corrections.ts'
import { csv } from './csv.ts'
import { datasets } from './datasets.ts'
import { dicomExport } from './dicom-export.ts'
import { dicom } from './dicom.ts'
import { edits } from './edits.ts'
import { embedding } from './embedding.ts'
import { evaluation } from './evaluation.ts'
import { features } from './features.ts'
import { files } from './files.ts'
import { fusion } from './fusion.ts'
import { harmonise } from './harmonise.ts'
import { host } from './host.ts'
import { jobs } from './jobs.ts'
import { labels } from './labels.ts'
import { maps } from './maps.ts'
import { merge } from './merge.ts'
import { objects } from './objects.ts'
import { outcomes } from './outcomes.ts'
import { phantom } from './phantom.ts'
import { pipeline } from './pipeline.ts'
import { pixels } from './pixels.ts'
import { program } from './program.ts'
import { remarks } from './remarks.ts'
import { results } from './results.ts'
import { shards } from './shards.ts'
import { similar } from './similar.ts'
import { slurm } from './slurm.ts'
import { sources } from './sources.ts'
import { stored } from './stored.ts'
import { suggestions } from './suggestions.ts'
import { tables } from './tables.ts'
import { vectors } from './vectors.ts'
import { watch } from './watch.ts'
import { window } from './window.ts'
import type { Examples } from './example.ts'

const ALL: Examples<MessageCode> = {
  ...archives,
  ...catalogue,
  ...check,
  ...clustering,
  ...clusters,
  ...corrections,
  ...csv,
  ...datasets,
  ...dicomExport,
  ...dicom,
  ...edits,
  ...embedding,
  ...evaluation,
  ...features,
  ...files,
  ...fusion,
  ...harmonise,
  ...host,
  ...jobs,
  ...labels,
  ...maps,
  ...merge,
  ...objects,
  ...outcomes,
  ...phantom,
  ...pipeline,
  ...pixels,
  ...program,
  ...remarks,
  ...results,
  ...shards,
  ...similar,
  ...slurm,
  ...sources,
  ...stored,
  ...suggestions,
  ...tables,
  ...vectors,
  ...watch,
  ...window
}

/** Every code with the parameters of each example. */
export const EXAMPLES = Object.entries(ALL).flatMap(([code, given]) =>
  Object.entries(given as Record<string, object>).map(([variant, parameters]) => ({ code, variant, parameters }))
)
