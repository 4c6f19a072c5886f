import { createAssigner, medoidRows } from '../src/core/clustering/assign.ts'
import { gowerModel } from '../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../src/core/clustering/matrix.ts'
import { PAPER_K } from '../src/core/clustering/possible-k.ts'
import { sweep } from '../src/core/clustering/sweep.ts'
import { designTable } from '../src/core/clustering/table-design.ts'
import type { GowerModel } from '../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../src/core/features/table.ts'
import type { Figure } from './figure.ts'

const PAPER = 'the paper’s method'
const RUNS = 9

interface Compared {
  table: FeatureTable
  model: GowerModel
}

/** The balanced method beside the paper’s in the same run, each run of one followed by one of the other. */
export async function benchBalanced(table: FeatureTable, medoids: Uint32Array): Promise<Figure[]> {
  const paper = { table, model: gowerModel(table) }
  const balanced = designTable(asImages(table), { method: 'balanced' })
  const matrices = await inTurn(paper, balanced, async (compared) => {
    const matrix = await DissimilarityMatrix.gower(compared.table, compared.model, medoids.length, { threads: 1 })
    await matrix.close()
  })
  const assignments = await inTurn(paper, balanced, (compared) =>
    createAssigner(compared.model, medoidRows(compared.table, medoids)).assign(compared.table)
  )
  const sweeps = await inTurn(paper, balanced, (compared) =>
    sweep(compared.table, { model: compared.model, k: PAPER_K, restarts: 2, seed: 0 })
  )
  const size = `n = ${table.rows.toLocaleString('en-GB')} × ${table.columns.length}`
  return [
    {
      ...besidePaper(`Gower matrix, balanced, ${size}, one thread`, matrices),
      ...atMost(matrices, 2 * matrices.paper)
    },
    besidePaper(`assigning these rows to ${medoids.length} medoids, balanced`, assignments),
    { ...besidePaper(`the paper's sweep, balanced, ${size}`, sweeps), ...atMost(sweeps, 1500) }
  ]
}

/** The same columns under names by which the balanced method weighs them; the first ten do not apply to some modalities. */
function asImages(table: FeatureTable): FeatureTable {
  const names = new Map([
    [60, 'Manufacturer'],
    [61, 'ManufacturerModelName'],
    [62, 'Modality']
  ])
  const modality = table.columns[62]
  const lacks = (row: number): boolean => 'codes' in modality && modality.codes[row] % 3 === 0
  const columns = table.columns.map((column, at) => {
    if (at < 10 && 'values' in column) {
      return { ...column, values: column.values.map((value, row) => (lacks(row) ? NaN : value)) }
    }
    return { ...column, name: names.get(at) ?? column.name }
  })
  return { rows: table.rows, columns }
}

interface Times {
  paper: number
  balanced: number
}

/** The shortest time of several runs, in milliseconds: other work only adds. */
async function inTurn(paper: Compared, balanced: Compared, work: (compared: Compared) => unknown): Promise<Times> {
  const times = { paper: Infinity, balanced: Infinity }
  for (let run = 0; run < RUNS; run++) {
    times.paper = Math.min(times.paper, await timeOf(() => work(paper)))
    times.balanced = Math.min(times.balanced, await timeOf(() => work(balanced)))
  }
  return times
}

async function timeOf(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function besidePaper(name: string, { paper, balanced }: Times): Figure {
  return { name, value: balanced, unit: 'ms', peer: PAPER, peerValue: paper }
}

function atMost({ balanced }: Times, most: number): Pick<Figure, 'target' | 'holds'> {
  return { target: `≤ ${Math.round(most)} ms`, holds: balanced <= most }
}

if (import.meta.main) {
  const { benchTable } = await import('./clustering-peers.ts')
  const { printFigures } = await import('./figure.ts')
  printFigures(
    await benchBalanced(
      benchTable(5000),
      Uint32Array.from({ length: 15 }, (_, medoid) => medoid * 300)
    )
  )
}
