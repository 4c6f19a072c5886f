/** What of dcmjs is used here; it has no types of its own. */
declare module 'dcmjs' {
  interface Log {
    disableAll(): void
    getLogger(name: string): Log
  }
  interface DicomElement {
    vr: string
    Value: unknown[]
  }
  class DicomDict {
    constructor(meta: Record<string, DicomElement>)
    meta: Record<string, DicomElement>
    dict: Record<string, DicomElement>
    write(): ArrayBuffer
  }
  const dcmjs: {
    log: Log
    data: {
      DicomDict: typeof DicomDict
      DicomMetaDictionary: {
        dictionary: Record<string, { vr: string; name: string } | undefined>
        /** By keyword; the dictionary itself lists no keys. */
        nameMap: Record<string, { tag: string } | undefined>
        denaturalizeDataset(dataset: object): Record<string, DicomElement>
        naturalizeDataset(dataset: Record<string, DicomElement>): object
      }
      DicomMessage: { readFile(buffer: ArrayBuffer, options?: object): DicomDict }
    }
  }
  export default dcmjs
}
