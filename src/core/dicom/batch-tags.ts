import type { CreatorRegistry } from './creators.ts'
import { hex4, standardEntry, tagText } from './dictionary.ts'
import { VR_NAMES } from './vr.ts'
import type { TagDefinition } from './batch.ts'
import { ABSENT } from '../tag-codes.ts'
import { FILE_QUOTA, shareOf, type TagShare } from './tag-shares.ts'

/** How many elements of each share a file has brought. */
export class FileShares {
  private readonly counts: Record<TagShare['share'], number> = { known: 0, nested: 0, other: 0 }

  /** A file begins. */
  reset(): void {
    this.counts.nested = this.counts.other = 0
  }

  hasRoom(share: TagShare['share']): boolean {
    return this.counts[share] < FILE_QUOTA[share]
  }

  /** @returns whether there was room for one more */
  take(share: TagShare['share']): boolean {
    return this.counts[share]++ < FILE_QUOTA[share]
  }
}

/** An attribute at one place of the data set, whatever its VR. */
export class Place {
  /** One for each VR it was met with. */
  readonly variants: BatchTag[] = []
  /** The last instance that holds it. */
  instance = -1
}

/** An attribute at one place of the data set with one VR: what the batch calls a tag. */
export class BatchTag {
  /** Local id of the tag. */
  readonly id: number
  readonly scope: Scope
  readonly place: Place
  /** The tag as it was last met, its private block included. */
  tag: number
  readonly vr: number
  readonly creator: number
  readonly share: TagShare['share']
  /** What followed it in the header before. */
  next: BatchTag | null = null
  /** Instances that hold it. */
  occurrences = 0
  /** The last instance that holds it, and the code it has there. */
  instance = -1
  code = 0
  /** Canonical text → code; null once the tag is high-cardinality. */
  codes: Map<string, number> | null = new Map()
  /** What `codes` takes, about. */
  bytes = 0
  /** Entry of the raw values that its last value had, or −1. */
  lastEntry = -1
  /** The last value where it is not in the raw values; with the code ABSENT there is none. */
  lastText = ''
  lastCode = ABSENT
  /** Of a sequence: where the elements of its first item live. */
  private inner: Scope | null = null
  private readonly path: string

  constructor(
    id: number,
    scope: Scope,
    place: Place,
    tag: number,
    vr: number,
    creator: number,
    share: TagShare['share'],
    path: string
  ) {
    this.id = id
    this.scope = scope
    this.place = place
    this.tag = tag
    this.vr = vr
    this.creator = creator
    this.share = share
    this.path = path
  }

  get items(): Scope {
    return (this.inner ??= new Scope(this.path))
  }
}

/** A data set level: the top, or the items of one sequence. */
export class Scope {
  /** Keywords of the sequences that lead here, joined by dots; empty at the top. */
  readonly path: string
  private readonly places = new Map<number, Map<number, Place>>()

  constructor(path: string) {
    this.path = path
  }

  place(tag: number, creator: number): Place | undefined {
    return this.places.get(creator)?.get(tag)
  }

  addPlace(tag: number, creator: number): Place {
    const place = new Place()
    let byTag = this.places.get(creator)
    if (!byTag) this.places.set(creator, (byTag = new Map<number, Place>()))
    byTag.set(tag, place)
    return place
  }
}

/** All attributes that were met, with ids in the order in which they were. */
export class BatchTags {
  readonly top = new Scope('')
  /** By local id. */
  readonly all: BatchTag[] = []
  /** Definitions of those that are new since the last call of `takeNew`. */
  private fresh: TagDefinition[] = []
  private readonly creators: CreatorRegistry

  constructor(creators: CreatorRegistry) {
    this.creators = creators
  }

  /** The attribute of an element; null where it is new and the file at hand has brought too many of its share. */
  find(scope: Scope, tag: number, vr: number, creator: number, file: FileShares): BatchTag | null {
    // A private element is the same whatever block it was put in (PS3.5 section 7.8.1).
    const key = creator === 0 ? tag : tag & ~0xff00
    const known = scope.place(key, creator)
    for (const attribute of known?.variants ?? []) {
      if (attribute.vr === vr) {
        attribute.tag = tag
        return attribute
      }
    }
    const keyword = (tag >>> 16) & 1 ? '' : (standardEntry(tag)?.keyword ?? '')
    const privateCreator = this.creators.names[creator]
    const text = creator === 0 ? tagText(tag) : `(${hex4(tag >>> 16)},xx${hex4(tag & 0xff).slice(2)})`
    const step = keyword || (creator === 0 ? text : `${text}[${privateCreator}]`)
    const path = scope.path ? `${scope.path}.${step}` : step
    const definition = { tag: text, path: scope.path ? path : '', keyword, privateCreator, vr: VR_NAMES[vr] }
    const { share } = shareOf(definition)
    if (!file.hasRoom(share)) return null
    const place = known ?? scope.addPlace(key, creator)
    const attribute = new BatchTag(this.all.length, scope, place, tag, vr, creator, share, path)
    this.all.push(attribute)
    this.fresh.push(definition)
    place.variants.push(attribute)
    return attribute
  }

  takeNew(): TagDefinition[] {
    const taken = this.fresh
    this.fresh = []
    return taken
  }
}
