import type { Arguments, Bridge, Choice, Event, MethodName, Reply, Results, SavedDocument } from '../api/contract.ts'
import { HostError } from './host-error.ts'

declare global {
  interface Window {
    /** Put there by the desktop's preload; a browser has none. */
    medoid?: Bridge
  }
}

/** After this long a connection that was refused is tried again. */
const RETRY_MILLISECONDS = 2000

export { HostError }

/**
 * Asks the host.
 * @param signal tells that nobody waits for the answer any more
 * @throws HostError `cancelled` then
 */
export async function ask<M extends MethodName>(
  method: M,
  given: Arguments<M>,
  signal?: AbortSignal
): Promise<Results[M]> {
  // What Vue watches is no plain data, which is all that a bridge carries.
  const plain = JSON.parse(JSON.stringify(given)) as object
  const reply = (await call(method, plain, signal)) as Answer<Results[M]>
  return valueOf(reply)
}

/**
 * Asks the host for what comes as bytes, by its address.
 * @throws HostError why there is nothing
 */
export async function askBytes(address: string, signal: AbortSignal): Promise<ArrayBuffer> {
  let response: Response
  try {
    response = await fetch(address, { signal })
  } catch (error) {
    if (signal.aborted) throw error
    throw new HostError('host-gone', 'Medoid does not answer. Start it again where it ran, and open its link.')
  }
  if (response.ok) return response.arrayBuffer()
  if (response.headers.get('content-type') !== 'application/json') {
    throw new HostError('host-refused', 'Medoid was restarted. Open the link that it printed.')
  }
  const { code, message } = (await response.json()) as { code: string; message: string }
  throw new HostError(code, message)
}

/**
 * Hears what the host tells.
 * @param onConnection hears null whenever a connection stands, which is over and over after one that broke, and what is wrong while none
 * does. A desktop's is never lost.
 * @returns a function that stops it
 */
export function listen(
  listener: (event: Event) => void,
  onConnection: (problem: HostError | null) => void = () => undefined
): () => void {
  return window.medoid === undefined ? stream(listener, onConnection) : window.medoid.listen(listener)
}

/** Lets a person choose a file or folder with the system's dialog; undefined where there is none, as in a browser. */
export function choose(choice: Choice): Promise<string | null> | undefined {
  return window.medoid?.choose(choice)
}

/** Where a dropped folder lies; null where the host cannot tell. */
export function pathOf(file: File): string | null {
  return window.medoid?.pathOf(file) ?? null
}

/** Undefined where the host has no file manager. */
export const showFile: ((path: string) => Promise<void>) | undefined = window.medoid?.showFile.bind(window.medoid)

/** Has a browser save a file that a job has written; undefined on the desktop, where it lies on this machine. */
export const download: ((job: string, file: number) => Promise<void>) | undefined =
  window.medoid === undefined ? saveFile : undefined

async function saveFile(job: string, file: number): Promise<void> {
  // A browser would say of a file that is gone no more than that it failed.
  await ask('jobs.checkFile', { id: job, file })
  const link = document.createElement('a')
  link.href = `./download/${encodeURIComponent(job)}/${file}`
  link.download = ''
  link.click()
}

/** Saves the document of an instance where a person chooses to; undefined where the host has no dialogs: a browser downloads it. */
export const saveDocument = saving(window.medoid)

/** Opens a PDF that was saved so. */
export const openDocument = opening(window.medoid)

function saving(bridge: Bridge | undefined): ((instance: number) => Promise<SavedDocument | null>) | undefined {
  return bridge && (async (instance) => valueOf(await bridge.saveDocument(instance)))
}

function opening(bridge: Bridge | undefined): ((path: string) => Promise<null>) | undefined {
  return bridge && (async (path) => valueOf(await bridge.openDocument(path)))
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new HostError(answer.error.code, answer.error.message)
  return answer.value
}

/** A reply, or why there is none. */
type Answer<T> = Reply<T> | { ok: false; error: { code: string; message: string } }

type Call = (method: MethodName, given: object, signal?: AbortSignal) => Promise<Answer<unknown>>

const call: Call = window.medoid === undefined ? post : over(window.medoid)

function over(bridge: Bridge): Call {
  let lastId = 0
  return async (method, given, signal) => {
    const id = ++lastId
    const cancel = (): void => bridge.cancel(id)
    if (signal?.aborted) return CANCELLED
    signal?.addEventListener('abort', cancel, { once: true })
    const reply = await bridge.call(method, given, id)
    signal?.removeEventListener('abort', cancel)
    return reply
  }
}

async function post(method: MethodName, given: object, signal?: AbortSignal): Promise<Answer<unknown>> {
  let response: Response
  try {
    response = await fetch('./call', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method, given }),
      signal
    })
  } catch {
    if (signal?.aborted) return CANCELLED
    return failure(
      'host-gone',
      'Medoid does not answer: it was closed, or the connection to it is lost. Start it again, and open the link that it prints.'
    )
  }
  if (response.status === 401) {
    return failure(
      'host-restarted',
      'Medoid was restarted and does not know this window. Open the link that it printed.'
    )
  }
  if (!response.ok) return failure('host-refused', `The host refused the call: ${await response.text()}`)
  try {
    return (await response.json()) as Reply<unknown>
  } catch (error) {
    if (signal?.aborted) return CANCELLED
    throw error
  }
}

const CANCELLED = failure('cancelled', 'Cancelled.')

function failure(code: string, message: string): Answer<unknown> {
  return { ok: false, error: { code, message } }
}

function stream(listener: (event: Event) => void, onConnection: (problem: HostError | null) => void): () => void {
  let source: EventSource
  let again: ReturnType<typeof setTimeout> | undefined
  connect()
  return () => {
    clearTimeout(again)
    source.close()
  }

  function connect(): void {
    source = new EventSource('./events')
    source.onmessage = ({ data }) => listener(JSON.parse(data as string) as Event)
    source.onopen = () => onConnection(null)
    source.onerror = () => void lost()
  }

  async function lost(): Promise<void> {
    // A browser tries again by itself, but not where it was refused.
    if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, RETRY_MILLISECONDS)
    // Why, only a call can tell; and a host that answers is about to be heard again.
    const reply = await post('app.state', {})
    if (!reply.ok && source.readyState !== EventSource.OPEN)
      onConnection(new HostError(reply.error.code, reply.error.message))
  }
}
