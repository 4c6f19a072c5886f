import type { DatasetFormat } from '../options.ts'
import { fiftyOne, imageFolder } from './files.ts'
import type { DatasetLayout } from './format.ts'
import { parquet } from './parquet.ts'
import { webDataset } from './webdataset.ts'

export const LAYOUTS: Record<DatasetFormat, DatasetLayout> = {
  imagefolder: imageFolder,
  webdataset: webDataset,
  parquet,
  fiftyone: fiftyOne
}
