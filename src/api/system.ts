import { arch, availableParallelism, platform, release, totalmem } from 'node:os'

/** The machine that Medoid runs on, as far as it says nothing about who uses it. */
export interface SystemFacts {
  /** As Node calls it: `linux`, `darwin`, `win32`. */
  platform: string
  /** Of the system's kernel. */
  release: string
  arch: string
  cores: number
  /** Bytes. */
  memory: number
  node: string
  /** null in the browser host. */
  electron: string | null
}

export function systemFacts(): SystemFacts {
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    cores: availableParallelism(),
    memory: totalmem(),
    node: process.versions.node,
    electron: process.versions.electron ?? null
  }
}
