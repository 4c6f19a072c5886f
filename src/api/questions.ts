import { annotations } from './areas/annotations.ts'
import { archive } from './areas/archive.ts'
import { clusterTags } from './areas/cluster-tags.ts'
import { clusters } from './areas/clusters.ts'
import { conditions } from './areas/conditions.ts'
import { contradictions } from './areas/contradictions.ts'
import { corrections } from './areas/corrections.ts'
import { edits } from './areas/edits.ts'
import { evaluations } from './areas/evaluations.ts'
import { exports } from './areas/exports.ts'
import { featureSets } from './areas/feature-sets.ts'
import { features } from './areas/features.ts'
import { files } from './areas/files.ts'
import { folders } from './areas/folders.ts'
import { images } from './areas/images.ts'
import { labelSets } from './areas/label-sets.ts'
import { maps } from './areas/maps.ts'
import { models } from './areas/models.ts'
import { pictures } from './areas/pictures.ts'
import { review } from './areas/review.ts'
import { runs } from './areas/runs.ts'
import { selections } from './areas/selections.ts'
import { similar } from './areas/similar.ts'
import { sites } from './areas/sites.ts'
import { slides } from './areas/slides.ts'
import { studies } from './areas/studies.ts'
import { suggestions } from './areas/suggestions.ts'
import { tags } from './areas/tags.ts'
import { trees } from './areas/trees.ts'

/** What a window may ask that processes of the service answer. */
export const questions = {
  ...files,
  ...folders,
  ...archive,
  ...tags,
  ...conditions,
  ...features,
  ...featureSets,
  ...runs,
  ...clusters,
  ...clusterTags,
  ...contradictions,
  ...corrections,
  ...edits,
  ...review,
  ...trees,
  ...images,
  ...maps,
  ...pictures,
  ...annotations,
  ...selections,
  ...labelSets,
  ...models,
  ...evaluations,
  ...exports,
  ...similar,
  ...sites,
  ...suggestions,
  ...slides,
  ...studies
}
