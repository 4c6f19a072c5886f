/**
 * Two sites that write the same images in their own ways (src/phantom/tags/second-site.ts): how far a forest tells them apart before and after
 * all proposed mappings are accepted, and whether clusters of both are as good as those of one.
 *
 *     node bench/sites.ts [--images 3000] [--seeds 3]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { openForReading } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import { loadClustering, loadRun } from '../src/core/catalogue/runs.ts'
import { adjustedMutualInformation } from '../src/core/evaluation/agreement.ts'
import { clusterJob } from '../src/jobs/cluster.ts'
import { cluster } from '../src/jobs/definitions/cluster.ts'
import { harmonise } from '../src/jobs/definitions/harmonise.ts'
import { scan } from '../src/jobs/definitions/archive.ts'
import { harmoniseJob } from '../src/jobs/harmonise.ts'
import { withDefaults } from '../src/jobs/parameter.ts'
import { scanJob } from '../src/jobs/scan.ts'
import { phantomInstances, type PhantomOptions } from '../src/phantom/archive.ts'
import { groupName, phantomGroups } from '../src/phantom/groups.ts'
import { encodePhantom } from '../src/phantom/instance.ts'
import { counted } from '../src/messages/format.ts'
import { type Figure, printFigures } from './figure.ts'

/** What has to hold. */
const TOLD_BEFORE = 0.95
const ABOVE_CHANCE = 0.1
const AMI_APART = 0.03

/** Clusters of each clustering: about as many as there are groups. */
const K = 60

const WORK = {}

/** Figures of archives of so many images a site, one pair of sites a seed: the least favourable of each. */
export async function benchSites(images = 3000, seeds = 3): Promise<Figure[]> {
  const tried: Tried[] = []
  for (let seed = 0; seed < seeds; seed++) tried.push(await trySites(images, 2 * seed + 1))
  const of = `${images} images a site, worst of ${counted(seeds, 'seeds')}`
  const worst = (value: (each: Tried) => number): Tried => tried.reduce((a, b) => (value(b) < value(a) ? b : a))
  const { before } = worst((each) => each.before)
  const { after, chance } = worst((each) => each.chance - each.after)
  const { together, alone } = worst((each) => each.together - each.alone)
  const most = chance + ABOVE_CHANCE
  return [
    {
      name: `Sites told apart before mappings, ${of}`,
      value: 100 * before,
      unit: '%',
      target: `at least ${100 * TOLD_BEFORE}`,
      holds: before >= TOLD_BEFORE
    },
    {
      name: `Sites told apart with all proposed mappings, ${of}`,
      value: 100 * after,
      unit: '%',
      target: `at most ${100 * most}`,
      holds: after <= most
    },
    {
      name: `Groups in the clusters of both sites, AMI, ${of}`,
      value: together,
      unit: '',
      peer: 'of one site alone',
      peerValue: alone,
      target: `at least ${(alone - AMI_APART).toFixed(3)}`,
      holds: together >= alone - AMI_APART
    }
  ]
}

/** What came of one pair of sites. */
interface Tried {
  /** Accuracies without and with mappings, 0 to 1, and that of guessing. */
  before: number
  after: number
  chance: number
  /** AMI. */
  together: number
  alone: number
}

async function trySites(images: number, seed: number): Promise<Tried> {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-sites-'))
  try {
    const sites: PhantomOptions[] = [
      { images, seed, size: 16, site: 'first' },
      { images, seed: seed + 1, size: 16, site: 'second' }
    ]
    for (const [place, options] of sites.entries()) write(join(folder, String(place)), options)
    const one = join(folder, 'one.sqlite')
    const both = join(folder, 'both.sqlite')
    await scanFolders(one, [join(folder, '0')])
    await scanFolders(both, [join(folder, '0'), join(folder, '1')])

    const asked = withDefaults(harmonise.parameters, { acceptAll: true, ranges: true, author: 'bench' })
    const { apart } = await harmoniseJob.run({ ...asked, catalogue: both }, WORK)
    const { before, after } = apart
    return {
      before: before.accuracy!,
      after: after.accuracy!,
      chance: after.chance,
      together: await amiOf(both, sites),
      alone: await amiOf(one, sites.slice(0, 1))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(folder: string, options: PhantomOptions): void {
  for (const instance of phantomInstances(options)) {
    const path = join(folder, instance.path)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, encodePhantom(instance, { pixels: true }))
  }
}

async function scanFolders(catalogue: string, folders: string[]): Promise<void> {
  await scanJob.run({ ...withDefaults(scan.parameters, { folders }), catalogue }, WORK)
}

async function amiOf(catalogue: string, archives: readonly PhantomOptions[]): Promise<number> {
  const asked = withDefaults(cluster.parameters, { k: [K], sample: 1500, seed: 1 })
  const { run } = await clusterJob.run({ ...asked, catalogue }, WORK)
  const opened = openForReading(catalogue)
  try {
    const { db } = opened
    const { sample } = loadRun(db, run)
    const { labels } = loadClustering(db, { run, k: K })
    const reader = new CatalogueReader(db)
    const { codes, texts } = reader.column(reader.find('SOPInstanceUID')!.id, sample)
    const groups = new Map(archives.flatMap((archive) => [...phantomGroups(archive)]))
    const names = new Map<string, number>()
    const classes = Int32Array.from(codes, (code) => {
      const name = groupName(groups.get(texts[code])!)
      if (!names.has(name)) names.set(name, names.size)
      return names.get(name)!
    })
    return adjustedMutualInformation(Int32Array.from(labels), classes)!
  } finally {
    opened.close()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { images: { type: 'string', default: '3000' }, seeds: { type: 'string', default: '3' } }
  })
  printFigures(await benchSites(Number(values.images), Number(values.seeds)))
}
