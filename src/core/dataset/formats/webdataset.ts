import { join } from 'node:path'
import { Header } from 'tar/header'
import { makeFolder, writeAtomically } from '../../files.ts'
import { SPLITS } from '../options.ts'
import type { DatasetPart } from '../parts.ts'
import type { DatasetLayout, NamedSample } from './format.ts'

const BLOCK = 512

/**
 * Tar shards, `train-000000.tar` and so on: of each sample its pixels, its class as a number (`.cls`), and what is known of it
 * (`.json`), beside each other and under one name.
 */
export const webDataset: DatasetLayout = {
  refuses: [],
  prepare: ({ folder }) => makeFolder(folder),
  fileOf: shardOf,
  write: ({ folder }, part, samples) =>
    writeAtomically(join(folder, shardOf(part)), async (file) => {
      for await (const named of samples) {
        const { name, extension, label } = named
        const about = Buffer.from(`${JSON.stringify(aboutOf(named))}\n`)
        await file.writeFile(
          Buffer.concat([
            ...member(`${name}.${extension}`, named.sample.bytes),
            ...member(`${name}.cls`, Buffer.from(String(label))),
            ...member(`${name}.json`, about)
          ])
        )
      }
      // Two empty blocks end an archive.
      await file.writeFile(Buffer.alloc(2 * BLOCK))
    }),
  finish: () => Promise.resolve()
}

function shardOf({ split, place }: DatasetPart): string {
  return `${SPLITS[split]}-${String(place).padStart(6, '0')}.tar`
}

function aboutOf({ label, className, cluster, distance, sample }: NamedSample): object {
  const { frame, frames, window, offset, masked } = sample
  return { label, class: className, cluster, distance, frame, frames, window, offset, masked }
}

/** The same bytes whenever and by whomever it is written. */
function member(path: string, bytes: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(BLOCK)
  new Header({ path, mode: 0o644, uid: 0, gid: 0, size: bytes.length, mtime: new Date(0), type: 'File' }).encode(header)
  return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
}
