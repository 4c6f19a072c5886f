import { readFileSync } from 'node:fs'

/** Processor time of this process since it began, in seconds: other work on the machine does not count. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Bytes that this process has given to the system to write; undefined where the system does not count them. */
export function bytesWritten(): number | undefined {
  try {
    return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))![1])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** @returns e.g. `0.25 M` */
export function millions(count: number): string {
  return `${(count / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 2 })} M`
}
