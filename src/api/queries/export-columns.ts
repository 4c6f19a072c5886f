import { attributesOf } from '../../core/features/attributes.ts'
import { isPhi } from '../../core/features/decide.ts'
import type { ExportColumn } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** What `isPhi` needs of values; here only the attribute counts, as in an export. */
const NO_VALUES = { nonEmpty: 0, distinct: 0 }

/** Every attribute that a header of the catalogue has, by name. */
export function exportColumns({ reader }: OpenCatalogue): ExportColumn[] {
  return attributesOf(reader.tags())
    .map((attribute) => {
      const { name, keyword, privateCreator, tag, vr } = attribute
      return { name, keyword: keyword || privateCreator, tag, vr, phi: isPhi(attribute, NO_VALUES) }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
