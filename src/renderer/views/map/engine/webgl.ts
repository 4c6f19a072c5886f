import { type MapCamera, type MapViewport, UNITS } from './camera.ts'
import { BELOW, type Painter } from './painter.ts'
import type { Points } from './points.ts'

/** Bytes of a point: x and y as 16-bit numbers, its code, and three that are left free for alignment. */
const STRIDE = 8

const VERTEX = `#version 300 es
in vec2 place;
in uint code;
uniform vec4 view; // scale and offset of x, scale and offset of y
uniform float size;
uniform sampler2D colours;
out vec4 colour;
void main() {
  colour = texelFetch(colours, ivec2(code, 0), 0);
  float depth = code >= ${BELOW}u ? 0.5 : 0.0;
  // What is not drawn lies outside.
  gl_Position = colour.a == 0.0 ? vec4(2, 2, 2, 1) : vec4(place * view.xz + view.yw, depth, 1);
  gl_PointSize = size;
}`

const FRAGMENT = `#version 300 es
precision highp float;
in vec4 colour;
uniform float size;
out vec4 shown;
void main() {
  vec2 at = gl_PointCoord - 0.5;
  if (size > 2.5 && dot(at, at) > 0.25) discard;
  shown = colour;
}`

/** A card that is simulated on the processor: a density is faster there. */
const SIMULATED = /swiftshader|llvmpipe|softpipe|software|basic render|swrast/i

/** Points on a graphics card, as WebGL 2 draws them. */
export class WebglPainter implements Painter {
  private readonly gl: WebGL2RenderingContext
  private readonly program: WebGLProgram
  private readonly buffer: WebGLBuffer
  private readonly colours: WebGLTexture
  private readonly canvas: HTMLCanvasElement
  private readonly lost: (event: Event) => void
  private count = 0
  private data = new Uint8Array()

  /**
   * @param onLost hears that the card has taken everything away
   * @param anyCard whether one that is simulated will do
   * @returns null where the browser has no WebGL 2, or only a simulated card
   */
  static begin(canvas: HTMLCanvasElement, onLost: () => void, anyCard = false): WebglPainter | null {
    if (!anyCard && !hasCard()) return null
    const options: WebGLContextAttributes = {
      antialias: false,
      premultipliedAlpha: false,
      powerPreference: 'high-performance'
    }
    const gl = canvas.getContext('webgl2', options)
    return gl === null ? null : new WebglPainter(canvas, gl, onLost)
  }

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, onLost: () => void) {
    this.canvas = canvas
    this.gl = gl
    this.lost = (event) => {
      event.preventDefault()
      onLost()
    }
    canvas.addEventListener('webglcontextlost', this.lost)
    this.program = programOf(gl)
    gl.useProgram(this.program)
    this.buffer = gl.createBuffer()
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer)
    const place = gl.getAttribLocation(this.program, 'place')
    gl.enableVertexAttribArray(place)
    gl.vertexAttribPointer(place, 2, gl.UNSIGNED_SHORT, true, STRIDE, 0)
    const code = gl.getAttribLocation(this.program, 'code')
    gl.enableVertexAttribArray(code)
    gl.vertexAttribIPointer(code, 1, gl.UNSIGNED_BYTE, STRIDE, 4)
    this.colours = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, this.colours)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
    gl.enable(gl.DEPTH_TEST)
    gl.depthFunc(gl.LEQUAL)
  }

  setPoints({ count, x, y }: Points, codes: Uint8Array): void {
    this.count = count
    this.data = new Uint8Array(count * STRIDE)
    const places = new Uint16Array(this.data.buffer)
    for (let i = 0; i < count; i++) {
      places[4 * i] = x[i]
      places[4 * i + 1] = y[i]
    }
    this.setCodes(codes)
  }

  setCodes(codes: Uint8Array): void {
    const { gl, data } = this
    for (let i = 0; i < this.count; i++) data[STRIDE * i + 4] = codes[i]
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW)
  }

  setColours(colours: Uint8Array): void {
    const { gl } = this
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours)
  }

  draw({ x, y, scale }: MapCamera, { width, height }: MapViewport, diameter: number): void {
    const { gl, canvas, program } = this
    const ratio = window.devicePixelRatio
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across
      canvas.height = down
    }
    gl.viewport(0, 0, across, down)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    const [sx, sy] = [(2 * scale) / width, (2 * scale) / height]
    gl.uniform4f(gl.getUniformLocation(program, 'view'), sx * UNITS, -x * sx, sy * UNITS, -y * sy)
    gl.uniform1f(gl.getUniformLocation(program, 'size'), Math.max(1, diameter * ratio))
    gl.drawArrays(gl.POINTS, 0, this.count)
  }

  end(): void {
    const { gl, canvas } = this
    canvas.removeEventListener('webglcontextlost', this.lost)
    gl.deleteBuffer(this.buffer)
    gl.deleteTexture(this.colours)
    gl.deleteProgram(this.program)
    // A page has few contexts, and a canvas that is gone may keep its own for long.
    gl.getExtension('WEBGL_lose_context')?.loseContext()
  }
}

/** Whether WebGL 2 is there, and draws on a card. */
function hasCard(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (gl === null) return false
  const told = gl.getExtension('WEBGL_debug_renderer_info')
  const name = gl.getParameter(told === null ? gl.RENDERER : told.UNMASKED_RENDERER_WEBGL) as string
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return !SIMULATED.test(name)
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT]
  ] as const) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`The shaders do not link: ${gl.getProgramInfoLog(program)}`)
  return program
}
