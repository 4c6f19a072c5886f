/**
 * Reading headers: files/s of HeaderReader beside dcmjs and dicom-parser, on the same files, one thread, warm cache.
 *
 *     node bench/dicom.ts [DIR]
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dcmjs from 'dcmjs'
import dicomParser from 'dicom-parser'
import { HeaderReader } from '../src/core/dicom/header.ts'

/** How fast one reader went over a list of files. */
export interface ReadingSpeed {
  reader: string
  files: number
  /** Files that it read without an error. */
  read: number
  filesPerSecond: number
  microsecondsPerFile: number
}

const FIRST_READ = 65_536

/** The beginning of a file, as far as `parse` needs it: 64 KB, then four times as much until it succeeds. */
function growing(path: string, parse: (bytes: Buffer) => void): boolean {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    for (let length = FIRST_READ; ; length *= 4) {
      const bytes = Buffer.allocUnsafeSlow(Math.min(length, size))
      readSync(file, bytes, 0, bytes.length, 0)
      try {
        parse(bytes)
        return true
      } catch {
        if (length >= size) return false
      }
    }
  } finally {
    closeSync(file)
  }
}

function readWithDcmjs(path: string): boolean {
  return growing(path, (bytes) => {
    dcmjs.data.DicomMessage.readFile(bytes.buffer as ArrayBuffer, { untilTag: '7FE00010', includeUntilTagValue: false })
  })
}

function readWithDicomParser(path: string): boolean {
  return growing(path, (bytes) => {
    dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' })
  })
}

/** Reads all files `rounds` times and keeps the fastest round. */
function time(reader: string, paths: string[], rounds: number, read: (path: string) => boolean): ReadingSpeed {
  let best = Infinity
  let count = 0
  for (let round = 0; round < rounds; round++) {
    count = 0
    const start = performance.now()
    for (const path of paths) if (read(path)) count++
    best = Math.min(best, performance.now() - start)
  }
  const microsecondsPerFile = (best * 1000) / paths.length
  return { reader, files: paths.length, read: count, filesPerSecond: 1e6 / microsecondsPerFile, microsecondsPerFile }
}

/** Our header reader, a new one, its batches thrown away. */
export function timeHeaderReader(paths: string[], rounds = 5): ReadingSpeed {
  const reader = new HeaderReader()
  let pending = 0
  return time('medoid', paths, rounds, (path) => {
    const outcome = reader.read(path)
    if (++pending === 256) {
      reader.takeBatch()
      pending = 0
    }
    return outcome.status === 'dicom'
  })
}

/** dcmjs `DicomMessage.readFile` on a growing 64 KB read: the peer of the scan's target. */
export function timeDcmjs(paths: string[], rounds = 2): ReadingSpeed {
  dcmjs.log.disableAll()
  dcmjs.log.getLogger('validation.dcmjs').disableAll()
  return time('dcmjs', paths, rounds, readWithDcmjs)
}

/** dicom-parser on the same growing read; it decodes nothing. */
export function timeDicomParser(paths: string[], rounds = 2): ReadingSpeed {
  return time('dicom-parser', paths, rounds, readWithDicomParser)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** The files of ../shared/dicom that are known to be good. */
function sharedFiles(): string[] {
  const root = fileURLToPath(new URL('../../shared/dicom/', import.meta.url))
  if (!existsSync(root)) {
    console.log(`There is no ${root}: name a folder of DICOM files.`)
    process.exit(2)
  }
  const [header, ...rows] = readFileSync(join(root, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n')
  const inTags = header.split('\t').indexOf('in_TAGS')
  return rows
    .map((row) => row.split('\t'))
    .filter((cells) => cells[inTags] === 'yes')
    .map((cells) => join(root, cells[0]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paths = process.argv[2] ? filesBelow(process.argv[2]) : sharedFiles()
  const ours = timeHeaderReader(paths)
  for (const speed of [ours, timeDicomParser(paths), timeDcmjs(paths)]) {
    const ratio = speed.microsecondsPerFile / ours.microsecondsPerFile
    console.log(
      `${speed.reader.padEnd(12)} ${Math.round(speed.filesPerSecond)} files/s, ${speed.microsecondsPerFile.toFixed(1)} µs a file, ` +
        `${speed.read} of ${speed.files} read` +
        (speed === ours ? '' : `: medoid is ${ratio.toFixed(1)} times as fast`)
    )
  }
}
