import type { ListedElement } from '../../../../api/contract.ts'
import { type DataSetRange, dataSets } from './data-sets.ts'

/** A content item of a structured report (PS3.3 section C.17.3). */
interface ReportLine {
  /** Containers that it lies in. */
  depth: number
  /** Its concept name; '' where it has none. */
  name: string
  /** '' of a container. */
  value: string
}

/** A report is not read further than this. */
const MAX_LINES = 5000
const MAX_DEPTH = 30

/** The content of a structured report, item by item as it is to be read; empty where the file holds none. */
export function reportOf(elements: readonly ListedElement[]): ReportLine[] {
  const lines: ReportLine[] = []
  const { whole, has, text, items, meaning } = dataSets(elements)

  function measured(item: DataSetRange): string {
    const [value] = items(item, 'MeasuredValueSequence')
    const [units] = items(value, 'MeasurementUnitsCodeSequence')
    const unit = text(units, 'CodeValue')
    // Of the unified code for units of measure: 1 and what stands in braces are not units.
    return `${text(value, 'NumericValue')}${unit === '' || unit === '1' || unit.startsWith('{') ? '' : ` ${unit}`}`
  }

  function referenced(item: DataSetRange, what: string): string {
    const [object] = items(item, 'ReferencedSOPSequence')
    return `${what} ${text(object, 'ReferencedSOPInstanceUID')}`
  }

  function valueOf(item: DataSetRange): string {
    const type = text(item, 'ValueType')
    switch (type) {
      case 'TEXT':
        return text(item, 'TextValue')
      case 'NUM':
        return measured(item)
      case 'CODE':
        return meaning(item, 'ConceptCodeSequence')
      case 'DATETIME':
        return text(item, 'DateTime')
      case 'DATE':
        return text(item, 'Date')
      case 'TIME':
        return text(item, 'Time')
      case 'PNAME':
        return text(item, 'PersonName')
      case 'UIDREF':
        return text(item, 'UID')
      case 'IMAGE':
      case 'WAVEFORM':
      case 'COMPOSITE':
        return referenced(item, type.toLowerCase())
      case 'SCOORD':
      case 'SCOORD3D':
        return `region: ${text(item, 'GraphicType').toLowerCase()}`
      case 'TCOORD':
        return `time: ${text(item, 'TemporalRangeType').toLowerCase()}`
      default:
        return ''
    }
  }

  function read(item: DataSetRange, depth: number): void {
    if (lines.length >= MAX_LINES || depth > MAX_DEPTH) return
    const name = meaning(item, 'ConceptNameCodeSequence')
    const value = valueOf(item)
    const inside = items(item, 'ContentSequence')
    const isSaid = name !== '' || value !== ''
    if (isSaid) lines.push({ depth, name, value })
    for (const each of inside) read(each, isSaid ? depth + 1 : depth)
  }

  if (has(whole, 'ContentSequence')) read(whole, 0)
  return lines
}
