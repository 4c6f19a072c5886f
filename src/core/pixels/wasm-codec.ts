import { createRequire } from 'node:module'
import type { UndecodableCode } from './undecodable.ts'
import { cannotDecode } from './undecodable.ts'

/** What a codec says of the image it has decoded. */
interface FrameInfo {
  width: number
  height: number
  bitsPerSample: number
  componentCount: number
  isSigned?: boolean
}

/** A decoder of one of the @cornerstonejs/codec-* packages; its buffers are views of WebAssembly memory. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array
  getDecodedBuffer(): Uint8Array
  decode(): void
  getFrameInfo(): FrameInfo
  /** JPEG-LS: 0 where colours are stored plane by plane. */
  getInterleaveMode?(): number
  delete(): void
}

interface CodecModule {
  /** C++ exceptions are numbers. */
  getExceptionMessage?(exception: number): string
  [decoder: string]: unknown
}

type CodecFactory = (options: object) => Promise<CodecModule>

/** What a codec made of a codestream, in memory of its own. */
export interface DecodedFrame extends FrameInfo {
  bytes: Uint8Array
  interleaveMode: number | undefined
}

const load = createRequire(import.meta.url)
const silent = (): void => {}

/** A codec in WebAssembly, loaded when it is first needed, and anew after a failure, since that may leave it in any state. */
export class WasmCodec {
  private readonly path: string
  private readonly decoder: string
  private readonly name: string
  private loading: Promise<CodecModule> | null = null

  /** @param path of its module @param decoder name of its decoder's class @param name for a person */
  constructor(path: string, decoder: string, name: string) {
    this.path = path
    this.decoder = decoder
    this.name = name
  }

  /** @throws MedoidError `pixels-damaged` */
  async decode(codestream: Uint8Array): Promise<DecodedFrame> {
    this.loading ??= (load(this.path) as CodecFactory)({ print: silent, printErr: silent })
    const codec = await this.loading
    try {
      const decoder = new (codec[this.decoder] as new () => WasmDecoder)()
      decoder.getEncodedBuffer(codestream.length).set(codestream)
      decoder.decode()
      const info = decoder.getFrameInfo()
      const bytes = new Uint8Array(decoder.getDecodedBuffer())
      const interleaveMode = decoder.getInterleaveMode?.()
      decoder.delete()
      return { ...info, bytes, interleaveMode }
    } catch (error) {
      this.loading = null
      throw this.refused(codec, error)
    }
  }

  private refused(codec: CodecModule, error: unknown): Error {
    const code: UndecodableCode = 'pixels-damaged'
    const said = typeof error === 'number' ? codec.getExceptionMessage?.(error) : (error as Error).message
    return cannotDecode(code, `The ${this.name} decoder refuses the frame${said ? `: ${said}` : ''}.`)
  }
}
