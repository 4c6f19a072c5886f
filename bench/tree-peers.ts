import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a peer makes of the same distances. */
export interface PeerTree {
  /** CPU seconds, the shortest of the runs. */
  seconds: number
  heights: Float64Array
  /** null where it was not asked for. */
  cophenetic: number | null
}

/** By the name of a peer and of a linkage: `fastcluster average`. */
export type PeerTrees = ReadonlyMap<string, PeerTree>

/**
 * Trees by R's `hclust` and its package fastcluster, and by SciPy, of those that are here; of the others a line says so.
 * @param distances of each pair of n rows, those of the first row first
 */
export function peerTrees(distances: Float32Array, n: number, linkages: readonly string[]): PeerTrees {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-bench-'))
  const trees = new Map<string, PeerTree>()
  try {
    writeFileSync(join(folder, 'distances'), distances)
    writeFileSync(join(folder, 'trees.R'), R_SCRIPT)
    writeFileSync(join(folder, 'trees.py'), PYTHON_SCRIPT)
    const isHere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
    const run = (command: string, script: string): void => {
      const out = execFileSync(command, [join(folder, script), folder, String(n), linkages.join()], {
        encoding: 'utf8'
      })
      for (const { name, seconds, cophenetic } of JSON.parse(out) as (PeerTree & { name: string })[]) {
        const heights = new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer)
        trees.set(name, { seconds, cophenetic, heights })
      }
    }
    if (isHere('Rscript', '-e', 'library(fastcluster)')) run('Rscript', 'trees.R')
    else console.log('R with its package fastcluster is not here (Debian: r-base-core r-cran-fastcluster).')
    if (isHere('/usr/bin/python3', '-c', 'import scipy')) run('/usr/bin/python3', 'trees.py')
    else console.log('SciPy is not here (Debian: python3-scipy).')
    return trees
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const R_SCRIPT = `
arguments <- commandArgs(TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
d <- readBin(file.path(folder, "distances"), "numeric", n * (n - 1) / 2, size = 4)
attributes(d) <- list(Size = n, class = "dist", Diag = FALSE, Upper = FALSE)
found <- c()
tell <- function(name, tree, seconds, cophenetic) {
  writeBin(as.double(tree$height), file.path(folder, name))
  found <<- c(found, sprintf('{"name": "%s", "seconds": %f, "cophenetic": %s}', name, seconds, cophenetic))
}
cpu <- function(work) { gc(); sum(system.time(work)[c("user.self", "sys.self")]) }
for (linkage in strsplit(arguments[3], ",")[[1]]) {
  method <- if (linkage == "ward") "ward.D2" else linkage
  fast <- min(sapply(1:3, function(i) cpu(tree <<- fastcluster::hclust(d, method))))
  tell(paste("fastcluster", linkage), tree, fast, "null")
  slow <- cpu(tree <- stats::hclust(d, method))
  tell(paste("hclust", linkage), tree, slow, sprintf("%.15f", cor(d, cophenetic(tree))))
}
cat("[", paste(found, collapse = ", "), "]")
`

const PYTHON_SCRIPT = `
import json, sys, time
import numpy
from scipy.cluster.hierarchy import linkage
folder, n, linkages = sys.argv[1:]
d = numpy.fromfile(folder + '/distances', 'f4').astype('f8')
found = []
for method in linkages.split(','):
    begin = time.process_time()
    tree = linkage(d, method)
    seconds = time.process_time() - begin
    name = 'scipy ' + method
    tree[:, 2].tofile(folder + '/' + name)
    found.append({'name': name, 'seconds': seconds, 'cophenetic': None})
print(json.dumps(found))
`
