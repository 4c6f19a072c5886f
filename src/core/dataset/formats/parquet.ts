import { join } from 'node:path'
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { makeFolder, writeAtomically } from '../../files.ts'
import { SPLITS } from '../options.ts'
import type { DatasetPart } from '../parts.ts'
import type { DatasetLayout, FormatContext } from './format.ts'

/** Rows of a row group: readers that go through a set at random read one of these at a time. */
const ROW_GROUP = 100

/** The columns, and what the library `datasets` calls their types. */
const COLUMNS: [element: SchemaElement, feature: object | null][] = [
  [{ name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' }, null],
  [
    { name: 'cluster', type: 'INT32', repetition_type: 'OPTIONAL' },
    { dtype: 'int32', _type: 'Value' }
  ],
  [
    { name: 'distance', type: 'FLOAT', repetition_type: 'OPTIONAL' },
    { dtype: 'float32', _type: 'Value' }
  ]
]

const SCHEMA: SchemaElement[] = [
  { name: 'schema', num_children: 1 + COLUMNS.length },
  { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
  { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
  { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ...COLUMNS.map(([element]) => element)
]

/** What the library `datasets` reads of a file's types, so that images are images and labels have names. */
function featuresOf({ classes }: Pick<FormatContext, 'classes'>): object {
  return {
    image: { _type: 'Image' },
    label: { names: classes.map(({ name }) => name), _type: 'ClassLabel' },
    ...Object.fromEntries(COLUMNS.flatMap(([{ name }, feature]) => (feature === null ? [] : [[name, feature]])))
  }
}

/** The same for the card, where `load_dataset` looks for it; and which files are of which split. */
export function featuresInYaml(
  classes: readonly { name: string }[],
  splits: readonly { name: string; samples: number }[]
): string[] {
  const columns = COLUMNS.flatMap(([{ name }, feature]) =>
    feature === null ? [] : [`  - name: ${name}`, `    dtype: ${(feature as { dtype: string }).dtype}`]
  )
  return [
    'configs:',
    '- config_name: default',
    '  data_files:',
    ...splits.flatMap(({ name }) => [`  - split: ${name}`, `    path: data/${name}-*`]),
    'dataset_info:',
    '  features:',
    '  - name: image',
    '    dtype: image',
    '  - name: label',
    '    dtype:',
    '      class_label:',
    '        names:',
    // JSON texts are YAML texts.
    ...classes.map(({ name }, i) => `          '${i}': ${JSON.stringify(name)}`),
    ...columns,
    '  splits:',
    ...splits.flatMap(({ name, samples }) => [`  - name: ${name}`, `    num_examples: ${samples}`])
  ]
}

function shardOf({ split, place, parts }: DatasetPart): string {
  const digits = (number: number): string => String(number).padStart(5, '0')
  return `data/${SPLITS[split]}-${digits(place)}-of-${digits(parts)}.parquet`
}

/** `data/train-00000-of-00004.parquet`: images as bytes, with the types of Hugging Face `datasets`. */
export const parquet: DatasetLayout = {
  refuses: ['npy'],
  prepare: ({ folder }) => makeFolder(join(folder, 'data')),
  fileOf: shardOf,
  write: (context, part, samples) =>
    writeAtomically(join(context.folder, shardOf(part)), async (file) => {
      const writer = new ByteWriter(1 << 20)
      const flush = async (): Promise<void> => {
        await file.writeFile(writer.getBytes())
        writer.index = 0
      }
      const huggingface = JSON.stringify({ info: { features: featuresOf(context) } })
      const rows = new ParquetWriter({
        writer,
        schema: SCHEMA,
        codec: 'UNCOMPRESSED',
        // The least and greatest of bytes are the beginnings of pictures: nobody looks for these.
        statistics: false,
        kvMetadata: [{ key: 'huggingface', value: huggingface }],
        createdBy: 'medoid'
      })
      const group: { image: { bytes: Uint8Array; path: string }[]; numbers: [bigint, number, number][] } = {
        image: [],
        numbers: []
      }
      const end = async (): Promise<void> => {
        if (group.image.length === 0) return
        const [image, numbers] = [group.image.splice(0), group.numbers.splice(0)]
        const columns = COLUMNS.map(([{ name }], i) => ({ name, data: numbers.map((row) => row[i]) }))
        await rows.write({ columnData: [{ name: 'image', data: image }, ...columns], rowGroupSize: ROW_GROUP })
        await flush()
      }
      for await (const { name, extension, label, cluster, distance, sample } of samples) {
        group.image.push({ bytes: sample.bytes, path: `${name}.${extension}` })
        group.numbers.push([BigInt(label), cluster, distance])
        if (group.image.length >= ROW_GROUP) await end()
      }
      await end()
      await rows.finish()
      await flush()
    }),
  finish: () => Promise.resolve()
}
