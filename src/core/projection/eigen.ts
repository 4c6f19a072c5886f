/** Eigenvalues, the greatest first, and as many eigenvectors of unit length. */
interface Eigen {
  values: Float64Array
  vectors: Float64Array[]
}

/** More rotations for one eigenvalue than any matrix needs. */
const MOST_ROTATIONS = 60

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal one, then the QL algorithm with implicit shifts
 * (Bowdler, Martin, Reinsch & Wilkinson, Handbook for Automatic Computation II, 1971: `tred2` and `tql2`). Time grows with n³; the same
 * matrix gives the same numbers on every machine.
 * @param matrix its rows; they are used up
 */
export function symmetricEigen(matrix: Float64Array[]): Eigen {
  const n = matrix.length
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  if (n === 0) return { values: diagonal, vectors: [] }
  tridiagonalise(matrix, diagonal, beside)
  diagonalise(matrix, diagonal, beside)
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a] || a - b)
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: order.map((i) => matrix[i]) }
}

/** @param v columns of the matrix, which is symmetric; then those of the product of all reflections */
function tridiagonalise(v: Float64Array[], d: Float64Array, e: Float64Array): void {
  const n = v.length
  for (let j = 0; j < n; j++) d[j] = v[j][n - 1]
  for (let i = n - 1; i > 0; i--) {
    let scale = 0
    for (let k = 0; k < i; k++) scale += Math.abs(d[k])
    let h = 0
    if (scale === 0) {
      e[i] = d[i - 1]
      for (let j = 0; j < i; j++) {
        d[j] = v[j][i - 1]
        v[j][i] = 0
        v[i][j] = 0
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] /= scale
        h += d[k] * d[k]
      }
      const f = d[i - 1]
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h)
      e[i] = scale * g
      h -= f * g
      d[i - 1] = f - g
      reflect(v, d, e, i, h)
    }
    d[i] = h
  }
  for (let i = 0; i < n - 1; i++) {
    v[i][n - 1] = v[i][i]
    v[i][i] = 1
    const h = d[i + 1]
    if (h !== 0) {
      const next = v[i + 1]
      for (let k = 0; k <= i; k++) d[k] = next[k] / h
      for (let j = 0; j <= i; j++) {
        const column = v[j]
        let g = 0
        for (let k = 0; k <= i; k++) g += next[k] * column[k]
        for (let k = 0; k <= i; k++) column[k] -= g * d[k]
      }
    }
    for (let k = 0; k <= i; k++) v[i + 1][k] = 0
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j][n - 1]
    v[j][n - 1] = 0
  }
  v[n - 1][n - 1] = 1
  e[0] = 0
}

/** Applies one reflection, whose vector is in `d`, to the rows and columns before `i`. */
function reflect(v: Float64Array[], d: Float64Array, e: Float64Array, i: number, h: number): void {
  for (let j = 0; j < i; j++) e[j] = 0
  for (let j = 0; j < i; j++) {
    const column = v[j]
    const f = d[j]
    v[i][j] = f
    let g = e[j] + column[j] * f
    for (let k = j + 1; k < i; k++) {
      g += column[k] * d[k]
      e[k] += column[k] * f
    }
    e[j] = g
  }
  let f = 0
  for (let j = 0; j < i; j++) {
    e[j] /= h
    f += e[j] * d[j]
  }
  const hh = f / (h + h)
  for (let j = 0; j < i; j++) e[j] -= hh * d[j]
  for (let j = 0; j < i; j++) {
    const column = v[j]
    const f = d[j]
    const g = e[j]
    for (let k = j; k < i; k++) column[k] -= f * e[k] + g * d[k]
    d[j] = column[i - 1]
    column[i] = 0
  }
}

/** @param v columns that are turned into eigenvectors */
function diagonalise(v: Float64Array[], d: Float64Array, e: Float64Array): void {
  const n = v.length
  e.copyWithin(0, 1)
  e[n - 1] = 0
  let f = 0
  let greatest = 0
  for (let l = 0; l < n; l++) {
    greatest = Math.max(greatest, Math.abs(d[l]) + Math.abs(e[l]))
    let m = l
    // The last of `e` is 0, so that this ends.
    while (Math.abs(e[m]) > Number.EPSILON * greatest) m++
    for (let rotation = 0; m > l && rotation < MOST_ROTATIONS; rotation++) {
      const before = d[l]
      let p = (d[l + 1] - before) / (2 * e[l])
      const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1)
      d[l] = e[l] / (p + r)
      d[l + 1] = e[l] * (p + r)
      const next = d[l + 1]
      const shift = before - d[l]
      for (let i = l + 2; i < n; i++) d[i] -= shift
      f += shift
      p = d[m]
      let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0]
      const el1 = e[l + 1]
      for (let i = m - 1; i >= l; i--) {
        c3 = c2
        c2 = c
        s2 = s
        const g = c * e[i]
        const h = c * p
        const length = Math.hypot(p, e[i])
        e[i + 1] = s * length
        // Where both are 0 there is nothing to turn.
        s = length === 0 ? 0 : e[i] / length
        c = length === 0 ? 1 : p / length
        p = c * d[i] - s * g
        d[i + 1] = h + s * (c * g + s * d[i])
        turn(v[i], v[i + 1], c, s)
      }
      p = (-s * s2 * c3 * el1 * e[l]) / next
      e[l] = s * p
      d[l] = c * p
      if (Math.abs(e[l]) <= Number.EPSILON * greatest) break
    }
    d[l] += f
    e[l] = 0
  }
}

function turn(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let k = 0; k < a.length; k++) {
    const h = b[k]
    b[k] = s * a[k] + c * h
    a[k] = c * a[k] - s * h
  }
}
