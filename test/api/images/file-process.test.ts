import { afterAll, expect, test } from 'vitest'
import { FileProcess } from '../../../src/api/images/file-process.ts'
import { frameAt, packFrame } from '../../../src/api/images/frames.ts'
import type { ChildProcess } from '../../../src/jobs/process.ts'
import { unpackFrame } from '../../../src/renderer/viewer/frame.ts'
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

/** A process that never answers; `die` ends it. */
function silent(): { child: ChildProcess; die: () => void; killed: () => boolean } {
  let end: (status: number | null) => void = () => undefined
  let killed = false
  const child: ChildProcess = {
    pid: undefined,
    send: () => undefined,
    onMessage: () => undefined,
    onOutput: (listener) => listener('out of memory'),
    onExit: (listener) => void (end = listener),
    kill: () => void (killed = true)
  }
  return { child, die: () => end(1), killed: () => killed }
}

test('a file that takes too long, or breaks its process, is lost alone: the next has a process of its own', async () => {
  const processes: ReturnType<typeof silent>[] = []
  const slow = new FileProcess(() => {
    processes.push(silent())
    return processes.at(-1)!.child
  }, 20)
  await expect(slow.ask({ ask: 'elements', path: '/a' })).rejects.toMatchObject({ code: 'decoder-late' })
  expect(processes[0].killed()).toBe(true)
  const broken = slow.ask({ ask: 'elements', path: '/b' })
  processes[1].die()
  await expect(broken).rejects.toThrow('died of this one (out of memory)')
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
