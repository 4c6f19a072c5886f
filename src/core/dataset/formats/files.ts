import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, writeAtomically, writeError } from '../../files.ts'
import { SPLITS } from '../options.ts'
import type { DatasetLayout, FormatContext, NamedSample } from './format.ts'

/** A file a sample, in place: what a kill cuts short is written again with its part. */
async function writeFiles(
  { folder }: FormatContext,
  samples: AsyncIterable<NamedSample>,
  fileOf: (named: NamedSample) => string
): Promise<void> {
  for await (const named of samples) {
    const path = join(folder, fileOf(named))
    try {
      const file = await open(path, 'w', 0o600)
      try {
        await file.writeFile(named.sample.bytes)
      } finally {
        await file.close()
      }
    } catch (error) {
      throw writeError(path, error)
    }
  }
}

/** `train/<class>/<name>.png`: a folder a split, in it a folder a class. */
export const imageFolder: DatasetLayout = {
  refuses: [],
  async prepare({ folder, classes }) {
    // Also of a class that a split has no image of: readers number the folders that they find.
    for (const split of SPLITS) for (const each of classes) await makeFolder(join(folder, split, each.folder))
  },
  fileOf: ({ split }, { name, extension, classFolder }) => `${SPLITS[split]}/${classFolder}/${name}.${extension}`,
  write: (context, part, samples) => writeFiles(context, samples, (named) => imageFolder.fileOf(part, named)),
  finish: () => Promise.resolve()
}

/** FiftyOneImageClassificationDataset, one a split: `train/data/<name>.png`, and `train/labels.json` with the class of each name. */
export const fiftyOne: DatasetLayout = {
  refuses: ['npy'],
  async prepare({ folder }) {
    for (const split of SPLITS) await makeFolder(join(folder, split, 'data'))
  },
  fileOf: ({ split }, { name, extension }) => `${SPLITS[split]}/data/${name}.${extension}`,
  write: (context, part, samples) => writeFiles(context, samples, (named) => fiftyOne.fileOf(part, named)),
  async finish({ folder, classes }, samples) {
    for (const [split, splitName] of SPLITS.entries()) {
      await writeAtomically(join(folder, splitName, 'labels.json'), async (file) => {
        const names = JSON.stringify(classes.map(({ name }) => name))
        await file.writeFile(`{"classes": ${names}, "labels": {`)
        const lines: string[] = []
        let isFirst = true
        for await (const { name, label } of samples(split)) {
          lines.push(`${isFirst ? '' : ','}\n"${name}": ${label}`)
          isFirst = false
          if (lines.length >= 10_000) await file.writeFile(lines.splice(0).join(''))
        }
        await file.writeFile(`${lines.join('')}\n}}\n`)
      })
    }
  }
}
