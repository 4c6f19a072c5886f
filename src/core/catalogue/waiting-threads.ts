import { MOST_IN_FLIGHT } from './latency.ts'

/**
 * Lets this process wait for as many answers of the file system at once: Node waits in threads, 4 unless told otherwise before it first
 * does, and its workers share them. Set on import, since a job may have waited for something else before it walks a folder.
 */
process.env.UV_THREADPOOL_SIZE ??= String(MOST_IN_FLIGHT)
