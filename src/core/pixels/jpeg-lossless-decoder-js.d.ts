/** What we use of a package whose types are not where its package.json says. */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** @param bytes of a sample of the result @throws Error, or text, on what it cannot decode */
    decode(buffer: ArrayBuffer, offset: number, length: number, bytes: 1 | 2): Uint8Array | Uint16Array
  }
}
