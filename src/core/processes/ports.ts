/** One end of a channel between two processes of Electron. */
export interface Port {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
}

/** What Electron gives to a utility process, to speak with the main process. */
export interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): void
}

/** @returns undefined in a process that is none of Electron's */
export function parentPortOf(process: unknown): ParentPort | undefined {
  return (process as { parentPort?: ParentPort }).parentPort
}
