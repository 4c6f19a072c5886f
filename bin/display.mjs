// Whether the display that a window would open on answers: one that does not lets every program wait for ever.
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'

/**
 * What the environment names as the display of windows: the socket of an X server or a Wayland compositor, and a message that each
 * answers. @returns null where it names none
 */
export function display(env) {
  const { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR = '/run/user/0' } = env
  if (WAYLAND_DISPLAY) {
    // wl_display.get_registry with the new id 2: sender, size and opcode, id.
    const hello = Buffer.from(Uint32Array.of(1, (12 << 16) | 1, 2).buffer)
    return { name: WAYLAND_DISPLAY, at: { path: join(XDG_RUNTIME_DIR, WAYLAND_DISPLAY) }, hello }
  }
  if (!DISPLAY) return null
  // Connection setup, X Window System Protocol section 8: little-endian, version 11.0, no authorization. A refusal is an answer.
  const hello = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  const [, host, number] = /^(?:(.*?)(?:\/unix)?)?:(\d+)(?:\.\d+)?$/.exec(DISPLAY) ?? []
  if (number === undefined) return { name: DISPLAY, at: null, hello }
  const isLocal = !host || host === 'unix'
  const at = isLocal ? { path: `/tmp/.X11-unix/X${number}` } : { host, port: 6000 + Number(number) }
  return { name: DISPLAY, at, hello }
}

/** @param milliseconds after which it counts as not answering @returns why it does not answer, or null where it does */
export function silenceOf({ at, hello }, milliseconds) {
  if (at === null) return Promise.resolve('is no name of a display')
  return new Promise((resolve) => {
    const socket = connect(at, () => socket.write(hello))
    const end = (why) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(why)
    }
    const timer = setTimeout(() => end(`does not answer within ${milliseconds / 1000} s`), milliseconds)
    socket.once('data', () => end(null))
    socket.once('error', ({ code }) => end(`cannot be reached (${code})`))
    socket.once('close', () => end('closes the connection'))
  })
}
