import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type Architecture, embeddingShape } from '../core/embedding/architecture.ts'
import type { Network, NetworkState } from '../core/embedding/backend.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { DecoderPool } from '../core/pixels/decoder-pool.ts'
import { type FileEncoder, storedComponents, StoredPixels } from '../core/similar/pixels.ts'
import type { Work } from '../core/work.ts'
import { architectureOf } from './model-state.ts'
import { findStore } from './vectors.ts'

/**
 * Opens the stored vectors of a model; of the latest one that has some where none is named.
 * @returns which model it is, and how many live images have no vector
 * @throws MedoidError `no-stored-vectors`, `stored-vectors-unusable`, `memory-exhausted`
 */
export function openPixels(
  reader: CatalogueReader,
  catalogue: Pick<Catalogue, 'db' | 'file'>,
  given: string | undefined,
  work: Work
): { model: number; without: number; pixels: StoredPixels } {
  const { model, state, store } = findStore(catalogue, given, work)
  try {
    const architecture = architectureOf(model)
    const components = storedComponents(store, embeddingShape(architecture).values)
    if (components === null) throw new MedoidError('no-stored-vectors', { model: model.id })
    const isLive = (instance: number): boolean => reader.isLive(instance)
    const pixels = new StoredPixels(store, components, isLive, new ModelEncoder(architecture, state))
    return { model: model.id, without: reader.images().length - pixels.instances.length, pixels }
  } catch (error) {
    store.close()
    throw error
  }
}

/** Decodes in a process of its own, as pictures of the archive are; the network is made when it is first needed. */
class ModelEncoder implements FileEncoder {
  private readonly architecture: Architecture
  private readonly state: NetworkState
  private network: Promise<Network> | undefined

  constructor(architecture: Architecture, state: NetworkState) {
    this.architecture = architecture
    this.state = state
  }

  async encode(file: string | Buffer, { signal }: Work): Promise<Float32Array | null> {
    const pool = new DecoderPool(1)
    const cancel = (): void => void pool.close(new CancelledError())
    signal?.addEventListener('abort', cancel)
    try {
      const outcome = await pool.picture(file)
      if (!('picture' in outcome)) return null
      this.network ??= this.open(signal)
      return await (await this.network).encode(outcome.picture)
    } finally {
      signal?.removeEventListener('abort', cancel)
      await pool.close()
    }
  }

  async close(): Promise<void> {
    await (await this.network)?.close()
  }

  private async open(signal: AbortSignal | undefined): Promise<Network> {
    const { backend } = await chooseBackend('auto', { signal })
    return backend.create(this.architecture, this.state)
  }
}
