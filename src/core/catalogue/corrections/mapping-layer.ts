import type { Database } from 'better-sqlite3'
import { FIRST_VALUE } from '../../tag-codes.ts'
import { SourceFinder } from '../instance-sources.ts'
import { MappedColumns } from '../mapped-columns.ts'
import { lastMappingDecision, decidedMappings } from '../mappings.ts'
import { CatalogueReader } from '../reader.ts'
import { storedTags } from '../stored-tags.ts'
import type { Mapping } from '../stored/mapping.ts'
import type { Tag, ValueBasis, TagId } from '../types.ts'
import type { ChangedColumn, ValueLayer } from './column-source.ts'

/** Which mappings a layer reads by: those of numbers, or those of words. */
const READS = {
  numbers: (mapping: Mapping): boolean => 'scale' in mapping,
  words: (mapping: Mapping): boolean => 'from' in mapping
}

/** The mappings between sites that somebody accepted. */
export class MappingLayer implements ValueLayer {
  private readonly db: Database
  private readonly of: keyof typeof READS
  private last: number
  private columns: MappedColumns
  private tags: ReadonlyMap<TagId, Tag>

  /** @param asOf the last decision that counts */
  constructor(db: Database, asOf: number, of: keyof typeof READS) {
    this.db = db
    this.of = of
    this.last = asOf
    this.tags = tagsOf(db)
    this.columns = this.columnsAsOf(asOf)
  }

  get basis(): Partial<ValueBasis> {
    return { mappings: this.last }
  }

  refresh(): readonly number[] {
    const last = lastMappingDecision(this.db)
    if (last === this.last) return []
    const before = this.columns
    this.last = last
    this.tags = tagsOf(this.db)
    this.columns = this.columnsAsOf(last)
    const isConcerned = (tag: Tag): boolean => before.concerns(tag) || this.columns.concerns(tag)
    return [...this.tags.values()].filter(isConcerned).map(({ id }) => id)
  }

  private columnsAsOf(decision: number): MappedColumns {
    const { accepted } = decidedMappings(this.db, decision)
    return new MappedColumns(accepted.filter(READS[this.of]), originsOf(this.db))
  }

  touches(tag: TagId): boolean {
    const known = this.tags.get(tag)
    return known !== undefined && this.columns.concerns(known)
  }

  within(_tag: number, instances: Uint32Array): Uint32Array {
    return instances
  }

  apply(tag: TagId, instances: Uint32Array, column: ChangedColumn): void {
    this.columns.apply(this.tags.get(tag)!, instances, column)
  }
}

function tagsOf(db: Database): Map<TagId, Tag> {
  return new Map(storedTags(db).map((tag) => [tag.id, tag]))
}

/** Looked up when a mapping of numbers asks for it. */
function originsOf(db: Database) {
  let finder: SourceFinder | undefined
  let reader: CatalogueReader | undefined
  return {
    sources: (instances: Uint32Array): Uint32Array => (finder ??= new SourceFinder(db)).of(instances),
    modalities: (instances: Uint32Array): string[] => {
      reader ??= new CatalogueReader(db)
      const tag = reader.find('Modality')
      if (tag === undefined) return Array.from(instances, () => '')
      const { codes, texts } = reader.column(tag.id, instances)
      return Array.from(codes, (code) => (code < FIRST_VALUE ? '' : texts[code].trim()))
    }
  }
}
