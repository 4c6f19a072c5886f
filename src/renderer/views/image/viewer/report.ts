import type { ListedElement } from '../../../../api/contract.ts'

/** A content item of a structured report (PS3.3 section C.17.3). */
interface ReportLine {
  /** Containers that it lies in. */
  depth: number
  /** Its concept name; '' where it has none. */
  name: string
  /** '' of a container. */
  value: string
}

/** Elements of a data set: those of `depth` from `start` to `end`, and what is nested in them. */
interface DataSet {
  start: number
  end: number
  depth: number
}

/** A report is not read further than this. */
const MAX_LINES = 5000
const MAX_DEPTH = 30

/** The content of a structured report, item by item as it is to be read; empty where the file holds none. */
export function reportOf(elements: readonly ListedElement[]): ReportLine[] {
  const lines: ReportLine[] = []

  function find({ start, end, depth }: DataSet, keyword: string): number {
    for (let i = start; i < end; i++) if (elements[i].depth === depth && elements[i].keyword === keyword) return i
    return -1
  }

  function text(within: DataSet | undefined, keyword: string): string {
    const place = within === undefined ? -1 : find(within, keyword)
    return place < 0 ? '' : (elements[place].value ?? '')
  }

  function items(within: DataSet | undefined, keyword: string): DataSet[] {
    const sequence = within === undefined ? -1 : find(within, keyword)
    if (sequence < 0) return []
    const { depth } = elements[sequence]
    const found: DataSet[] = []
    let i = sequence + 1
    for (; i < elements.length && elements[i].depth > depth; i++) {
      if (elements[i].depth !== depth + 1) continue
      if (found.length > 0) found.at(-1)!.end = i
      found.push({ start: i + 1, end: i + 1, depth: depth + 2 })
    }
    if (found.length > 0) found.at(-1)!.end = i
    return found
  }

  function meaning(within: DataSet | undefined, keyword: string): string {
    const [code] = items(within, keyword)
    return text(code, 'CodeMeaning') || text(code, 'CodeValue')
  }

  function measured(item: DataSet): string {
    const [value] = items(item, 'MeasuredValueSequence')
    const [units] = items(value, 'MeasurementUnitsCodeSequence')
    const unit = text(units, 'CodeValue')
    // Of the unified code for units of measure: 1 and what stands in braces are not units.
    return `${text(value, 'NumericValue')}${unit === '' || unit === '1' || unit.startsWith('{') ? '' : ` ${unit}`}`
  }

  function referenced(item: DataSet, what: string): string {
    const [object] = items(item, 'ReferencedSOPSequence')
    return `${what} ${text(object, 'ReferencedSOPInstanceUID')}`
  }

  function valueOf(item: DataSet): string {
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

  function read(item: DataSet, depth: number): void {
    if (lines.length >= MAX_LINES || depth > MAX_DEPTH) return
    const name = meaning(item, 'ConceptNameCodeSequence')
    const value = valueOf(item)
    const inside = items(item, 'ContentSequence')
    const isSaid = name !== '' || value !== ''
    if (isSaid) lines.push({ depth, name, value })
    for (const each of inside) read(each, isSaid ? depth + 1 : depth)
  }

  const whole = { start: 0, end: elements.length, depth: 0 }
  if (find(whole, 'ContentSequence') >= 0) read(whole, 0)
  return lines
}
