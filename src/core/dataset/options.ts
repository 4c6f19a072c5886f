import { CT_WINDOWS } from '../pixels/ct-windows.ts'

/** What a training set can be, for its definition, its parts and their words. */

/** How files lie in the folder: as torchvision and Keras, WebDataset, Hugging Face datasets, or FiftyOne read them. */
export const DATASET_FORMATS = ['imagefolder', 'webdataset', 'parquet', 'fiftyone'] as const
export type DatasetFormat = (typeof DATASET_FORMATS)[number]

/** 8 bits of grey or colour through a window; 16 bits of grey; numbers of NumPy. */
export const ENCODINGS = ['png', 'png16', 'npy'] as const
type Encoding = (typeof ENCODINGS)[number]

/** What becomes black and what white: the file's own window, the middle 98 % of the pixels, or a window of CT. */
export const WINDOWS = ['file', 'percentiles', ...CT_WINDOWS.map(({ name }) => name.toLowerCase())] as const
export type WindowChoice = string

/** Whether a picture is padded to a square, as large as its shape allows, or as it is stored. */
export const FITS = ['pad', 'keep', 'original'] as const
type Fit = (typeof FITS)[number]

/** What may not lie on both sides of a split. */
export const SPLIT_UNITS = ['patient', 'study', 'series'] as const
export type SplitUnit = (typeof SPLIT_UNITS)[number]

/** What becomes of images that usually have text in their pixels. */
export const BURNED_IN = ['skip', 'mask', 'keep'] as const
export type BurnedIn = (typeof BURNED_IN)[number]

export const SPLITS = ['train', 'validation', 'test'] as const

/** Pixels of a side. */
export const LEAST_SIDE = 8
export const MOST_SIDE = 4096

/** How the pixels of an image are written. */
export interface PixelOptions {
  encoding: Encoding
  window: WindowChoice
  /** Whether values of `png16` and `npy` are those that the Modality LUT or Rescale Slope and Intercept make of the stored ones. */
  rescale: boolean
  fit: Fit
  /** Pixels of the longer side. */
  side: number
}

/** Which frames of a multi-frame image are written: that in the middle, or each n-th from the first. */
export type FrameChoice = 'middle' | number
