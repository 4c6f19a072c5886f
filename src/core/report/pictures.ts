import { encode } from 'fast-png'
import { burnedInHeaders, type BurnedInHeader, usuallyBurnedIn } from '../burned-in/usual.ts'
import type { TagSource } from '../catalogue/types.ts'
import { PICTURE_SIDE } from '../pixels/picture.ts'
import type { ReportPicture, PictureChoice } from './data.ts'

/** Reads prepared pictures: 128 × 128 grey levels, or a sentence why an image has none. Instance ids ascend. */
export type PictureSource = (instances: Uint32Array) => Promise<Map<number, Uint8Array | string>>

/**
 * Why the pictures of these images are not shown where nobody has asked for all: somebody may be named in them. Only where Burned In
 * Annotation (0028,0301) says NO, and the image is of no kind that often has text
 * (`usuallyBurnedIn`), it is shown.
 *
 * @param instances ascending
 * @returns a sentence by instance; without those that may be shown
 */
export function withheldReasons(source: TagSource, instances: Uint32Array): Map<number, string> {
  const header = burnedInHeaders(source, instances)
  const reasons = new Map<number, string>()
  instances.forEach((instance, row) => {
    const reason = whyWithheld(header(row))
    if (reason !== undefined) reasons.set(instance, reason)
  })
  return reasons
}

function whyWithheld(header: BurnedInHeader): string | undefined {
  const { burnedIn, modality } = header
  const kind = usuallyBurnedIn({ ...header, burnedIn: 'NO' })
  if (kind !== null) return `${kind} often have names written into them.`
  if (modality === '') return 'Its modality is not known.'
  if (burnedIn === 'NO') return undefined
  return burnedIn === '' ? 'Burned In Annotation is not stated.' : 'Burned In Annotation is not NO.'
}

/** The first of these images whose pictures may be shown, up to `limit`, in their order. */
export function showable(source: TagSource, instances: Uint32Array, choice: PictureChoice, limit: number): Uint32Array {
  if (choice === 'all') return instances.slice(0, limit)
  const withheld = withheldReasons(source, instances.toSorted())
  return instances.filter((instance) => !withheld.has(instance)).slice(0, limit)
}

/**
 * The pictures of images, or why they are not there.
 * @param instances in any order @param path what a file is called, which no sentence may tell
 */
export async function takePictures(
  source: TagSource,
  instances: Uint32Array,
  choice: PictureChoice,
  read: PictureSource,
  path: (instance: number) => string
): Promise<Map<number, ReportPicture>> {
  const ascending = instances.toSorted()
  const withheld = choice === 'all' ? new Map<number, string>() : withheldReasons(source, ascending)
  const wanted = ascending.filter((instance) => !withheld.has(instance))
  const found = wanted.length === 0 ? new Map<number, Uint8Array | string>() : await read(wanted)
  return new Map(
    Array.from(ascending, (instance): [number, ReportPicture] => {
      const reason = withheld.get(instance)
      if (reason !== undefined) return [instance, { instance, withheld: reason }]
      const picture = found.get(instance) ?? 'Its file is not there any more.'
      return [
        instance,
        typeof picture === 'string'
          ? { instance, withheld: withoutPath(picture, path(instance)) }
          : { instance, png: png(picture) }
      ]
    })
  )
}

/** @param grey 128 × 128 grey levels @returns PNG in base64 */
export function png(grey: Uint8Array): string {
  const image = { width: PICTURE_SIDE, height: PICTURE_SIDE, data: grey, channels: 1, depth: 8 } as const
  return Buffer.from(encode(image)).toString('base64')
}

/** Where a path begins that nobody has told us of. */
const PATH = /(?<![\w.])(?:\/(?=\S)|[A-Za-z]:[\\/]|\\\\)/

/** Folders and files are often named after patients: a sentence tells neither this path nor what follows another one. */
export function withoutPath(sentence: string, path: string): string {
  const told = path === '' ? sentence : sentence.replaceAll(path, 'the file')
  const at = told.search(PATH)
  return at < 0 ? told : `${told.slice(0, at)}…`
}

/** Images that could not be decoded, by reason, the most frequent first. */
export function countReasons(
  skipped: readonly { path: string; reason: string }[]
): { reason: string; images: number }[] {
  const counts = new Map<string, number>()
  for (const { path, reason } of skipped) {
    const told = withoutPath(reason, path)
    counts.set(told, (counts.get(told) ?? 0) + 1)
  }
  return [...counts].map(([reason, images]) => ({ reason, images })).sort((a, b) => b.images - a.images)
}
