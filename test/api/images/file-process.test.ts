import { appendFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { FileProcess } from '../../../src/api/images/file-process.ts'
import { frameAt, packFrame } from '../../../src/api/images/frames.ts'
import { tellGivenUp } from '../../../src/core/processes/work-budget.ts'
import type { ChildProcess } from '../../../src/jobs/process.ts'
import { unpackFrame } from '../../../src/renderer/views/image/viewer/frame.ts'
import { forkProcess } from '../../../src/server/fork.ts'
import { imageFile, words } from '../../core/pixels/image-file.ts'

const files = new FileProcess(forkProcess)
afterAll(() => files.close())

test('a frame and the elements of a file come from a process of their own', async () => {
  const path = imageFile({ rows: 1, columns: 2, allocated: 16 }, words(5, 60_000))
  const frame = await files.ask({ ask: 'frame', path: Buffer.from(path), frame: null })
  expect(frame.description).toMatchObject({ rows: 1, columns: 2, type: 'uint16' })
  const packed = packFrame(frame)
  const { values } = unpackFrame(
    packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.length) as ArrayBuffer
  )
  expect(values).toEqual(Uint16Array.of(5, 60_000))
  const { elements } = await files.ask({ ask: 'elements', path })
  expect(elements.find(({ keyword }) => keyword === 'Columns')).toMatchObject({ value: '2' })
  await expect(files.ask({ ask: 'frame', path: `${path}.not`, frame: null })).rejects.toMatchObject({
    code: 'file-unreadable'
  })
})

test('of a frame with a Modality LUT the stored values come too', async () => {
  const lut = [
    { tag: 0x00283002, vr: 'US', value: [2, 5, 16] },
    { tag: 0x00283006, vr: 'OW', value: words(300, 400) }
  ]
  const path = imageFile(
    { rows: 1, columns: 3, more: [{ tag: 0x00283000, vr: 'SQ', value: [lut] }] },
    Uint8Array.of(5, 6, 7)
  )
  const packed = packFrame(await files.ask({ ask: 'frame', path, frame: null }))
  const frame = unpackFrame(packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.length) as ArrayBuffer)
  expect(frame.description).toMatchObject({ type: 'uint16', storedType: 'uint8' })
  expect(frame.values).toEqual(Uint16Array.of(300, 400, 400))
  expect(frame.stored).toEqual(Uint8Array.of(5, 6, 7))
  expect(frame.overlay).toHaveLength(0)
})

/** A process that never answers; `die` ends it, `write` is what it writes to stderr. */
function silent(): { child: ChildProcess; die: () => void; write: (text: string) => void; killed: () => boolean } {
  let end: (status: number | null) => void = () => undefined
  let write: (text: string) => void = () => undefined
  let killed = false
  const child: ChildProcess = {
    pid: undefined,
    send: () => undefined,
    onMessage: () => undefined,
    onOutput: (listener) => void (write = listener),
    onExit: (listener) => void (end = listener),
    kill: () => undefined,
    end: () => void (killed = true)
  }
  return { child, die: () => end(1), write: (text) => write(text), killed: () => killed }
}

/** Processes that never answer, as they are started. */
function silentProcesses(): { files: FileProcess; processes: ReturnType<typeof silent>[] } {
  const processes: ReturnType<typeof silent>[] = []
  const files = new FileProcess(() => {
    processes.push(silent())
    return processes.at(-1)!.child
  })
  return { files, processes }
}

test('a file that breaks its process twice is lost alone: the next has a process of its own', async () => {
  const { files, processes } = silentProcesses()
  const broken = files.ask({ ask: 'elements', path: '/a' })
  processes[0].die()
  processes[1].write('out of memory')
  processes[1].die()
  await expect(broken).rejects.toThrow('died of this one twice (out of memory)')
  void files.ask({ ask: 'elements', path: '/b' })
  expect(processes).toHaveLength(3)
})

test('a file that takes too much is given up, and not tried again while it stays as it is', async () => {
  const { files, processes } = silentProcesses()
  const path = imageFile({ rows: 1, columns: 1 }, Uint8Array.of(0, 0))
  const question = { ask: 'frame', path, frame: 0 } as const
  const tooMuch = tellGivenUp({ work: 1, code: 'pixels-too-costly' })
  const first = files.ask(question)
  processes[0].write(tooMuch)
  await expect(first).rejects.toMatchObject({
    code: 'pixels-too-costly',
    message: expect.stringContaining('more processor time') as string
  })
  expect(processes[0].killed()).toBe(true)
  await expect(files.ask(question)).rejects.toMatchObject({ code: 'pixels-too-costly' })
  expect(processes).toHaveLength(1)

  appendFileSync(path, 'more')
  const changed = files.ask(question)
  await expect.poll(() => processes.length).toBe(2)
  processes[1].write(tooMuch)
  await expect(changed).rejects.toMatchObject({ code: 'pixels-too-costly' })
})

test('where it is given up since its disk does not answer, it is tried again when it is asked for', async () => {
  const { files, processes } = silentProcesses()
  for (const n of [0, 1]) {
    const asked = files.ask({ ask: 'elements', path: '/a' })
    processes[n].write(tellGivenUp({ work: 1, code: 'decoder-late' }))
    await expect(asked).rejects.toMatchObject({ code: 'decoder-late' })
  }
})

test('addresses of frames name an instance and a frame, and nothing else', () => {
  expect(frameAt('/frame/12/0')).toEqual({ instance: 12, frame: 0 })
  expect(frameAt('/frame/0/middle')).toEqual({ instance: 0, frame: null })
  for (const path of [
    '/frame/1',
    '/frame/-1/0',
    '/frame/1/../2',
    '/frame/01/0',
    '/frame/1/0.png',
    '/frame/99999999999/0'
  ]) {
    expect(frameAt(path), path).toBeNull()
  }
})
