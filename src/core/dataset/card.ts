import { count, counted, percent, size, utcMoment } from '../../messages/format.ts'
import type { DatasetManifest } from './manifest.ts'
import { type DatasetFormat, SPLITS } from './options.ts'
import { featuresInYaml } from './formats/parquet.ts'
import { TABLE } from './table.ts'
import { MANIFEST } from './work-folder.ts'

/** For people: what the set is, how it was made, and what is not in it. */
export const CARD = 'README.md'

/** Why images are left out, in the order in which they are told. */
const WORDS: Record<string, string> = {
  'not-of-the-run': 'outside the images that were clustered',
  'not-assigned': 'added or changed since images were assigned to clusters',
  rejected: 'rejected by hand',
  'not-asked-for': 'of other clusters, or not as the conditions ask for',
  'burned-in': 'of a kind that usually has text burned into its pixels',
  distance: 'further from the medoid than asked for',
  silhouette: 'with a silhouette below what was asked for',
  'no-silhouette': 'without a silhouette, as they were not in the sample that was clustered',
  'near-duplicate': 'near duplicates of an image of the set',
  'class-limit': 'beyond the most images of a class, drawn at random'
}

export function datasetCard(manifest: DatasetManifest): string {
  const { classes, counts, split, splits, run, program, pixels, phi } = manifest
  const used = splits.filter(({ images }) => images > 0)
  const missing = Object.entries(counts.missing)
  return [
    '---',
    'license: other # Fill in under which licence these pictures may be used.',
    'task_categories:\n- image-classification',
    ...(manifest.format === 'parquet' ? featuresInYaml(manifest.classes, used) : []),
    '---',
    '',
    '# Training set',
    '',
    `${counted(counts.images, 'images')} in ${counted(classes.length, 'classes')}, ${counted(counts.samples, 'samples')} of ${size(counts.bytes)}. Labels are names of clusters of DICOM tags: nobody has looked at each image.`,
    '',
    '**Licence and source:** to be filled in. State where the images come from, and who may use them for what.',
    '',
    '## Splits',
    '',
    table(
      ['Split', 'Images', 'Samples', `Groups (by ${split.by})`, 'Share'],
      splits.map((each) => [
        each.name,
        count(each.images),
        count(each.samples),
        count(each.groups),
        percent(counts.images === 0 ? 0 : each.images / counts.images)
      ])
    ),
    '',
    `No value of ${split.disjoint.tags.join(', ')} lies in two splits, which was checked when the set was made.${split.without === 0 ? '' : ` ${counted(split.without, 'images')} had no ${split.disjoint.tags[0]}: whether they share a ${split.by} with others is not known beyond their study and series.`} Seed ${split.seed}.`,
    '',
    '## Classes',
    '',
    table(
      ['Label', 'Class', ...(manifest.format === 'imagefolder' ? ['Folder'] : []), 'Clusters', ...SPLITS],
      classes.map(({ name, folder, clusters, images }, label) => [
        String(label),
        name,
        ...(manifest.format === 'imagefolder' ? [folder] : []),
        clusters.join(', '),
        ...images.map((each) => count(each))
      ])
    ),
    '',
    '## Pixels',
    '',
    ...pixelWords(manifest),
    '',
    '## What is not in it',
    '',
    table(
      ['Images', 'Why'],
      [
        ...Object.keys(WORDS).flatMap((reason) =>
          counts.leftOut[reason] === undefined ? [] : [[count(counts.leftOut[reason]), WORDS[reason]]]
        ),
        ...missing.map(([code, images]) => [count(images), `could not be decoded (${code})`]),
        [count(counts.images), 'in the set'],
        [count(counts.catalogue), 'in the catalogue, the sum of the above']
      ]
    ),
    '',
    `Text burned into pixels: ${burnedInWords(manifest)}.`,
    ...Object.entries(counts.burnedInKinds).map(([kind, images]) => `- ${kind}: ${count(images)}`),
    '',
    `No header is in the set; ${phi.uids === 'none' ? 'no UID, either' : `UIDs are remapped with key ${phi.uidKey}, which lies elsewhere`}. Names of files are numbers of the set's own.`,
    '',
    '## Where the images come from',
    '',
    table(
      ['Scanned folder', 'Images chosen from it', 'First scanned', 'Scan last completed'],
      manifest.sources.map(({ source, images, added, scanned }) => [
        `Source ${source}`,
        count(images),
        utcMoment(added),
        scanned === null ? 'never' : utcMoment(scanned)
      ])
    ),
    '',
    'Paths are left out, as folders are often named after patients: `medoid sources` lists them with these numbers.',
    '',
    '## How to read it',
    '',
    ...HOW_TO_READ[manifest.format],
    '',
    `\`${TABLE}\` has a row a sample: its file, split, class, cluster, distance to the medoid, group, window and SHA-256.`,
    '',
    '## How it was made',
    '',
    `By medoid ${program.version}, from clustering ${run.clustering} of ${utcMoment(run.created)} (medoid ${run.program})${run.edits === null ? '' : `, with ${counted(run.edits.changes, 'changes')} by hand`}; begun ${utcMoment(manifest.created)}. \`${MANIFEST}\` has all parameters; the pixels were read by decoders of version ${pixels.decoders}.`,
    ''
  ].join('\n')
}

function burnedInWords({ choice, masked }: DatasetManifest): string {
  switch (choice.burnedIn) {
    case 'skip':
      return 'images of kinds that usually have it are left out. Other images may have it, too'
    case 'mask':
      return `it was looked for in ${counted(masked.searched, 'samples')} of images of kinds that usually have it, and blacked out in ${counted(masked.regions, 'places')} of ${counted(masked.samples, 'samples')}, which \`${TABLE}\` lists. A detector misses some; other images may have text, too`
    case 'keep':
      return 'images of kinds that usually have it were kept, and their text with them. It was not looked for'
  }
}

function pixelWords({ pixels, windows, clipped }: DatasetManifest): string[] {
  const { encoding, fit, side, window, rescale, frames } = pixels
  const what = {
    png: `PNG of 8 bits, shown through a window (\`${window}\`)`,
    png16: `PNG of 16 bits: ${rescale ? 'values after rescale and 32,768 (Hounsfield units of CT)' : 'stored values; where these are signed, and 32,768'}`,
    npy: `NumPy arrays: ${rescale ? 'values after rescale' : 'stored values'}`
  }[encoding]
  const shape = {
    pad: `padded to ${side} × ${side} pixels with their shape kept`,
    keep: `with a longer side of ${side} pixels`,
    original: 'as large as they are stored'
  }[fit]
  const from = Object.entries(windows).map(([name, samples]) => `${name} ${count(samples)}`)
  return [
    `${what}, ${shape}. Colour images have 8 bits of red, green and blue. Of images with several frames: ${frames === 'middle' ? 'the one in the middle' : frames === 1 ? 'all' : `each ${frames}th`}.`,
    ...(from.length === 0 ? [] : [`Windows came from: ${from.join(', ')}.`]),
    ...(clipped.samples === 0
      ? []
      : [
          `${counted(clipped.pixels, 'pixels')} of ${counted(clipped.samples, 'samples')} were beyond 16 bits, and are clipped.`
        ])
  ]
}

const HOW_TO_READ: Record<DatasetFormat, string[]> = {
  imagefolder: [
    '```python',
    'from torchvision.datasets import ImageFolder',
    "train = ImageFolder('train')  # allow_empty=True for a split without images of a class",
    '```'
  ],
  webdataset: [
    '```python',
    'import webdataset as wds',
    "train = wds.WebDataset('train-{000000..000009}.tar').shuffle(5000).decode('l').to_tuple('png', 'cls')",
    '```',
    'The samples of a patient lie beside each other: shuffle.'
  ],
  parquet: [
    '```python',
    'from datasets import load_dataset',
    "train = load_dataset('path/of/this/folder', split='train')",
    '```'
  ],
  fiftyone: [
    '```python',
    'import fiftyone as fo',
    'train = fo.Dataset.from_dir(',
    "    dataset_dir='train', dataset_type=fo.types.FiftyOneImageClassificationDataset",
    ')',
    '```'
  ]
}

/** Names come from people: what would end a cell is escaped. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[|\\<>&`*_[\]]/g, '\\$&')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
