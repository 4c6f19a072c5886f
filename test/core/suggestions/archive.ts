import { type MemoryTag, MemorySource } from '../features/memory-source.ts'

/** Values of one image. */
export interface TestImage {
  patient?: string
  series?: string
  modality?: string
  bodyPart?: string
  thickness?: string
  kvp?: string
  echo?: string
  sequence?: string
  description?: string
  anatomy?: string
}

/** A catalogue of these images. */
export function archiveOf(images: readonly TestImage[]): MemorySource {
  const tag = (
    number: string,
    vr: string,
    keyword: string,
    of: (image: TestImage) => string | undefined,
    path = ''
  ): MemoryTag => ({
    tag: number,
    vr,
    keyword,
    path,
    values: images.map(of)
  })
  return new MemorySource([
    tag('(0008,0060)', 'CS', 'Modality', ({ modality }) => modality),
    tag('(0010,0020)', 'LO', 'PatientID', ({ patient }) => patient),
    tag('(0018,0015)', 'CS', 'BodyPartExamined', ({ bodyPart }) => bodyPart),
    tag('(0018,0020)', 'CS', 'ScanningSequence', ({ sequence }) => sequence),
    tag('(0018,0050)', 'DS', 'SliceThickness', ({ thickness }) => thickness),
    tag('(0018,0060)', 'DS', 'KVP', ({ kvp }) => kvp),
    tag('(0018,0081)', 'DS', 'EchoTime', ({ echo }) => echo),
    tag('(0008,103E)', 'LO', 'SeriesDescription', ({ description }) => description),
    tag('(0008,0104)', 'LO', 'CodeMeaning', ({ anatomy }) => anatomy, 'AnatomicRegionSequence.CodeMeaning'),
    tag('(0020,000E)', 'UI', 'SeriesInstanceUID', ({ series }) => series),
    tag('(0028,0010)', 'US', 'Rows', () => '512')
  ])
}

/**
 * Images of 20 patients, each with a series of four CT images of the head, one of four MR images of the knee and one of four CR images of
 * the chest; HEAD is written as BRAIN by half of them.
 */
export function twentyPatients(): TestImage[] {
  return Array.from({ length: 20 }, (_, patient) =>
    ['CT', 'MR', 'CR'].flatMap((modality, at) =>
      Array.from({ length: 4 }, (): TestImage => {
        const head = patient % 2 === 0 ? 'HEAD' : 'BRAIN'
        const own = [
          { bodyPart: head, thickness: String(1 + (patient % 3)), kvp: '120' },
          { bodyPart: 'KNEE', thickness: String(4 + (patient % 2)), echo: String(20 + patient), sequence: 'SE' },
          { bodyPart: 'CHEST', kvp: String(80 + (patient % 2)) }
        ][at]
        return { patient: `P${patient}`, series: `${patient}.${at}`, modality, ...own }
      })
    )
  ).flat()
}
