import { ARCHIVES } from './archives.ts'
import { CATALOGUE } from './catalogue.ts'
import { CHECK } from './check.ts'
import { CLUSTERING } from './clustering.ts'
import { CLUSTERS } from './clusters.ts'
import { CORRECTIONS } from './corrections.ts'
import { CSV } from './csv.ts'
import { DATASETS } from './datasets.ts'
import { DICOM_EXPORT } from './dicom-export.ts'
import { DICOM } from './dicom.ts'
import { EDITS } from './edits.ts'
import { EMBEDDING } from './embedding.ts'
import { EVALUATION } from './evaluation.ts'
import { FEATURES } from './features.ts'
import { FILES } from './files.ts'
import { FUSION } from './fusion.ts'
import { HARMONISE } from './harmonise.ts'
import { HOST } from './host.ts'
import { JOBS } from './jobs.ts'
import { LABELS } from './labels.ts'
import { MAPS } from './maps.ts'
import { MERGE } from './merge.ts'
import { OBJECTS } from './objects.ts'
import { OUTCOMES } from './outcomes.ts'
import { PHANTOM } from './phantom.ts'
import { PICTURE_REMARKS } from './picture-remarks.ts'
import { PIPELINE } from './pipeline.ts'
import { PIXELS } from './pixels.ts'
import { PROGRAM } from './program.ts'
import { REMARKS } from './remarks.ts'
import { RESULTS } from './results.ts'
import { RUN_REMARKS } from './run-remarks.ts'
import { SHARDS } from './shards.ts'
import { SIMILAR } from './similar.ts'
import { SLURM } from './slurm.ts'
import { SOURCES } from './sources.ts'
import { STORED } from './stored.ts'
import { SUGGESTIONS } from './suggestions.ts'
import { TABLES } from './tables.ts'
import { VECTORS } from './vectors.ts'
import { WATCH } from './watch.ts'
import { WINDOW } from './window.ts'

/** Written out: the types that each file has for itself cannot be named in the library's declarations. */
type English = typeof ARCHIVES &
  typeof CATALOGUE &
  typeof CHECK &
  typeof CLUSTERING &
  typeof CLUSTERS &
  typeof CORRECTIONS &
  typeof CSV &
  typeof DATASETS &
  typeof DICOM_EXPORT &
  typeof DICOM &
  typeof EDITS &
  typeof EMBEDDING &
  typeof EVALUATION &
  typeof FEATURES &
  typeof FILES &
  typeof FUSION &
  typeof HARMONISE &
  typeof HOST &
  typeof JOBS &
  typeof LABELS &
  typeof MAPS &
  typeof MERGE &
  typeof OBJECTS &
  typeof OUTCOMES &
  typeof PHANTOM &
  typeof PICTURE_REMARKS &
  typeof PIPELINE &
  typeof PIXELS &
  typeof PROGRAM &
  typeof REMARKS &
  typeof RESULTS &
  typeof RUN_REMARKS &
  typeof SHARDS &
  typeof SIMILAR &
  typeof SLURM &
  typeof SOURCES &
  typeof STORED &
  typeof SUGGESTIONS &
  typeof TABLES &
  typeof VECTORS &
  typeof WATCH &
  typeof WINDOW

/** Every message in English, one file an area. */
export const ENGLISH: English = {
  ...ARCHIVES,
  ...CATALOGUE,
  ...CHECK,
  ...CLUSTERING,
  ...CLUSTERS,
  ...CORRECTIONS,
  ...CSV,
  ...DATASETS,
  ...DICOM_EXPORT,
  ...DICOM,
  ...EDITS,
  ...EMBEDDING,
  ...EVALUATION,
  ...FEATURES,
  ...FILES,
  ...FUSION,
  ...HARMONISE,
  ...HOST,
  ...JOBS,
  ...LABELS,
  ...MAPS,
  ...MERGE,
  ...OBJECTS,
  ...OUTCOMES,
  ...PHANTOM,
  ...PICTURE_REMARKS,
  ...PIPELINE,
  ...PIXELS,
  ...PROGRAM,
  ...REMARKS,
  ...RESULTS,
  ...RUN_REMARKS,
  ...SHARDS,
  ...SIMILAR,
  ...SLURM,
  ...SOURCES,
  ...STORED,
  ...SUGGESTIONS,
  ...TABLES,
  ...VECTORS,
  ...WATCH,
  ...WINDOW
}
