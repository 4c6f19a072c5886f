import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cannotDecode } from './undecodable.ts'

interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

// Node's types do not declare WebAssembly; this is the part that is used here.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> }
  Memory: new () => WasmMemory
}

/** What a codec says of the image it has decoded. */
interface FrameInfo {
  width: number
  height: number
  bitsPerSample: number
  componentCount: number
  isSigned?: boolean
}

/** A decoder of one of the @cornerstonejs/codec-* packages; its buffers are views of WebAssembly memory. */
interface WasmDecoder {
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

/** Bytes of a page of WebAssembly memory. */
const PAGE = 65_536
/** Memory that a codec may have for any image, and for each sample and each byte of a codestream besides: twice what they take. */
const BASE_BYTES = 64 << 20
const SAMPLE_BYTES = 16
const CODESTREAM_BYTES = 4

/** Why a codec was refused memory: its budget, or the machine's. */
type Refusal = 'budget' | 'machine'

/** A codec that is loaded, and its memory. */
class LoadedCodec {
  module: CodecModule | null = null
  /** Bytes. */
  budget = 0
  refusal: Refusal | null = null

  /** What its JavaScript half is given: it instantiates the codec here, so that its memory cannot grow as it likes. */
  options(wasmFile: string): object {
    return {
      print: silent,
      printErr: silent,
      instantiateWasm: (imports: object, use: (instance: object) => void) => {
        const instance = new WebAssembly.Instance(compiled(wasmFile), imports)
        const memory = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory)
        if (memory === undefined) throw new Error(`The codec in ${wasmFile} has no memory that can be bounded.`)
        this.bound(memory)
        use(instance)
        return instance.exports
      }
    }
  }

  private bound(memory: WasmMemory): void {
    const grow = memory.grow.bind(memory)
    // A codec that is refused much asks for less.
    memory.grow = (pages) => {
      if (memory.buffer.byteLength + pages * PAGE > this.budget) {
        this.refusal = 'budget'
        throw new RangeError('beyond the budget')
      }
      this.refusal = 'machine'
      const before = grow(pages)
      this.refusal = null
      return before
    }
  }
}

const modules = new Map<string, object>()

function compiled(file: string): object {
  let module = modules.get(file)
  if (module === undefined) modules.set(file, (module = new WebAssembly.Module(readFileSync(file))))
  return module
}

/** A codec in WebAssembly, loaded when it is first needed, and anew after a failure, since that may leave it in any state. */
export class WasmCodec {
  private readonly path: string
  private readonly decoder: string
  private readonly name: string
  private loaded: LoadedCodec | null = null

  /** @param path of its module @param decoder name of its decoder's class @param name for a person */
  constructor(path: string, decoder: string, name: string) {
    this.path = path
    this.decoder = decoder
    this.name = name
  }

  /**
   * @param samples of the image, by which the memory of the codec is bounded
   * @throws MedoidError `pixels-damaged`, `pixels-too-large`, `out-of-memory`
   */
  async decode(codestream: Uint8Array, samples: number): Promise<DecodedFrame> {
    const isFresh = this.loaded === null
    const loaded = (this.loaded ??= new LoadedCodec())
    loaded.budget = BASE_BYTES + SAMPLE_BYTES * samples + CODESTREAM_BYTES * codestream.length
    loaded.refusal = null
    loaded.module ??= await (load(this.path) as CodecFactory)(
      loaded.options(load.resolve(this.path).replace(/js$/, 'wasm'))
    )
    const decoded = this.attempt(loaded.module, codestream)
    // Some codecs go on without the memory, and give an image without pixels.
    if (loaded.refusal === null && !(decoded instanceof Error)) return decoded
    this.loaded = null
    if (loaded.refusal === null) throw decoded as Error
    // What other images have left behind may be in the way.
    return isFresh ? refuse(loaded.refusal) : this.decode(codestream, samples)
  }

  private attempt(codec: CodecModule, codestream: Uint8Array): DecodedFrame | Error {
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
      const said = typeof error === 'number' ? codec.getExceptionMessage?.(error) : (error as Error).message
      return cannotDecode('pixels-damaged', { why: 'codec', codec: this.name, reason: said || null })
    }
  }
}

function refuse(refusal: Refusal): never {
  if (refusal === 'machine') throw cannotDecode('out-of-memory', {})
  throw cannotDecode('pixels-too-large', { why: 'memory' })
}
