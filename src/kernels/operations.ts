/** What an autoencoder's kernels and the TypeScript around them agree on. This file is read by both compilers. */

/** Each operation on an image is done in so many parts, which two threads can do at a time. */
export const PARTS = 2

/** What `runNetwork` returns when all that is left waits for other threads. */
export const WAIT = 2

/** Kinds of operations; each begins with its kind. The classes of the same names say what they do. */
export const PICTURE = 0
export const UNFOLD = 1
export const CONVOLUTION = 2
export const SIGMOID = 3
export const POOL = 4
export const FOLD = 5
export const OUTPUT = 6
export const COPY = 7
export const CLEAR = 8
export const KERNEL_GRADIENT = 9
export const MAXIMA = 10
export const SPARSE_GRADIENT = 11
export const SIGMOID_GRADIENT = 12
export const ADDITION = 13

/** What a convolution does with its sums: nothing; ReLU; 0 where another image is not above 0. */
export const LINEAR = 0
export const RELU = 1
export const MASKED = 2

/** Windows of a max pooling whose maxima are listed together. */
export const WINDOWS = 16

/** Bytes of a thread's slot before its images. */
export const SLOT_HEAD_BYTES = 64
