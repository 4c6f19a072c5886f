/** What a model can be computed on, in the words of a list. */
export const BACKENDS = [
  { value: 'auto', label: 'the best there is' },
  { value: 'cuda', label: 'NVIDIA card (CUDA)' },
  { value: 'webgpu', label: 'any graphics card' },
  { value: 'tensorflow', label: 'processor (TensorFlow)' },
  { value: 'wasm', label: 'processor (own engine)' }
] satisfies { value: 'auto' | 'cuda' | 'webgpu' | 'tensorflow' | 'wasm'; label: string }[]
