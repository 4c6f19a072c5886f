/** AssemblyScript's compiler. Its own types would replace those of arrays in the whole program, so they stay out. */
interface Compiler {
  compileString(
    source: string,
    options: { runtime: 'stub'; enable: string[] }
  ): Promise<{ binary: Uint8Array | null; error: Error | null }>
}
const COMPILER: string = 'assemblyscript/asc'

// Node's types do not declare WebAssembly; this is the part that is used here.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: { run: (rounds: number, x: number) => number } }
}

/** Chains of fused multiply-adds that wait only for themselves. */
const CHAINS = 12
const LANES = 4
const ROUNDS = 2_000_000

const chains = Array.from({ length: CHAINS }, (_, chain) => `a${chain}`)
const SOURCE = `
export function run(rounds: i32, value: f32): f32 {
  const x = f32x4.splat(value)
  const y = f32x4.splat(value + value)
  ${chains.map((a) => `let ${a} = x`).join('\n')}
  for (let i = 0; i < rounds; i++) {
    ${chains.map((a) => `${a} = f32x4.relaxed_madd(x, y, ${a})`).join('\n')}
  }
  return ${chains.map((a) => `f32x4.extract_lane(${a}, 0)`).join(' + ')}
}`

/** Fused multiply-adds of f32 that one core does in WebAssembly at most, a second. */
export async function measureFma(): Promise<number> {
  const { default: asc } = (await import(COMPILER)) as { default: Compiler }
  const { binary, error } = await asc.compileString(SOURCE, { runtime: 'stub', enable: ['simd', 'relaxed-simd'] })
  if (binary === null) throw new Error('The loop cannot be compiled.', { cause: error })
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { abort: () => undefined } }).exports
  let most = 0
  // The first calls run what is compiled in haste.
  for (let call = 0; call < 30; call++) {
    const started = performance.now()
    run(ROUNDS, 1e-9)
    most = Math.max(most, (ROUNDS * CHAINS * LANES * 1000) / (performance.now() - started))
  }
  return most
}
