import { mkdtempSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
// @ts-expect-error: run by Node before anything is built, so it is plain JavaScript
import { display, silenceOf } from '../../bin/display.mjs'

type Screen = { name: string; at: { path: string } | { host: string; port: number } | null; hello: Buffer }
const named = display as (env: Record<string, string>) => Screen | null
const silence = silenceOf as (screen: Screen, milliseconds: number) => Promise<string | null>

describe('the display that the environment names', () => {
  it.each([
    [{}, null],
    [{ DISPLAY: '' }, null],
    [{ DISPLAY: ':0' }, { path: '/tmp/.X11-unix/X0' }],
    [{ DISPLAY: ':99.0' }, { path: '/tmp/.X11-unix/X99' }],
    [{ DISPLAY: 'localhost:10.0' }, { host: 'localhost', port: 6010 }],
    [{ DISPLAY: 'unix:1' }, { path: '/tmp/.X11-unix/X1' }],
    [{ DISPLAY: 'here' }, { name: 'here', at: null }],
    [
      { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: '/run/user/1000' },
      { path: '/run/user/1000/wayland-1' }
    ]
  ])('%j', (env, at) => {
    const screen = named(env)
    if (at !== null && 'name' in at) expect(screen).toMatchObject(at)
    else expect(screen?.at ?? null).toEqual(at)
  })
})

/** A server that does the same with each connection. */
async function serving(serve: (socket: Socket) => void): Promise<Screen> {
  const path = join(mkdtempSync(join(tmpdir(), 'display-')), 'socket')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { ...named({ DISPLAY: ':0' })!, at: { path } }
}

describe('whether it answers', () => {
  it('does where it refuses, too', async () => {
    const screen = await serving((socket) => socket.once('data', () => socket.write(Buffer.from([0]))))
    expect(await silence(screen, 600_000)).toBeNull()
  })

  it('is asked in the words of its protocol', async () => {
    const heard = Promise.withResolvers<Buffer>()
    const screen = await serving((socket) =>
      socket.once('data', (data: Buffer) => {
        heard.resolve(data)
        socket.write(Buffer.from([1]))
      })
    )
    await silence(screen, 600_000)
    // X Window System Protocol, section 8: byte order "l", major version 11.
    expect(await heard.promise).toEqual(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  })

  it('gives up on one that says nothing', async () => {
    const screen = await serving(() => undefined)
    expect(await silence(screen, 20)).toBe('does not answer within 0.02 s')
  })

  it('tells of one that hangs up, and of one that is not there', async () => {
    const screen = await serving((socket) => socket.end())
    expect(await silence(screen, 600_000)).toMatch(/closes the connection|cannot be reached/)
    expect(await silence({ ...screen, at: { path: '/nowhere/X0' } }, 600_000)).toBe('cannot be reached (ENOENT)')
    expect(await silence({ ...screen, at: null }, 600_000)).toBe('is no name of a display')
  })
})
