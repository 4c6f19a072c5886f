/** What of dcmjs is used here; it has no types of its own. */
declare module 'dcmjs' {
  interface Log {
    disableAll(): void
    getLogger(name: string): Log
  }
  const dcmjs: {
    log: Log
    data: {
      DicomMetaDictionary: {
        dictionary: Record<string, { vr: string; name: string } | undefined>
        /** By keyword; the dictionary itself lists no keys. */
        nameMap: Record<string, { tag: string } | undefined>
      }
      DicomMessage: { readFile(buffer: ArrayBuffer, options?: object): unknown }
    }
  }
  export default dcmjs
}
