import { expect, test } from 'vitest'
import { render } from '../../../src/core/report/render.ts'
import type { ChosenFeature } from '../../../src/core/report/data.ts'
import { exampleCluster, exampleEvaluation, exampleMethods, exampleReport, exampleTraining } from './example.ts'
import { saidBefore } from '../../../src/core/stored-message.ts'

const page = render(exampleReport())

/** What a section says, without its markup. */
function text(html: string, id: string): string {
  const section = new RegExp(`<section id="${id}"[^]*?</section>`).exec(html)![0]
  return section
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/[\s\u00a0]+/g, ' ')
}

/** How many elements a page has of the kinds that do or fetch something. */
function elements(html: string): { active: number; images: number } {
  const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0
  return { active: count(/<(?:script|iframe|object|a)\b/g), images: count(/<img\b/g) }
}

test('the page has all its parts, each once', () => {
  const sections = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)
  const run = ['archive', 'tags', 'features', 'clustering', 'clusters', 'sites', 'tree', 'map', 'methods']
  const expected = [...run, 'training', 'evaluation', 'paper', 'again']
  expect(sections).toEqual(expected)
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
})

test('several sites are beside each other, by numbers', () => {
  const said = text(page, 'sites')
  expect(said).toContain('The images are of 2 sites')
  expect(said).toMatch(/Site 1 1 800 600 – .*Site 2 2, 3 400 300 2 /)
  expect(said).toMatch(/Body Part Examined 25 % 100 %/)
  expect(said).toContain(
    'for 98.5 % of 700 images, and with the accepted mappings for 56.1 %; by chance it would be 50.0 %.'
  )
  expect(said).toContain('3 mappings accepted in the catalogue: synonyms 2, units 1. 2 not listed')
  expect(said).toContain('BodyPartExamined: &quot;KOPF&quot; → &quot;HEAD&quot;')
  expect(text(page, 'clusters')).toMatch(/ site 2 /)
})

test('of one site there is no section', () => {
  const one = render(exampleReport({ sites: null }))
  expect(one).not.toContain('#sites')
  expect(one).not.toContain('id="sites"')
})

test('it fetches nothing and runs nothing', () => {
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
  expect(page).not.toMatch(/https?:|<script|<link|@import|\son\w+=|javascript:|url\((?!#)/i)
  for (const [, source] of page.matchAll(/\ssrc="([^"]*)"/g)) expect(source).toMatch(/^data:image\/png;base64,/)
})

test('the same data is the same page', () => {
  expect(render(exampleReport())).toBe(page)
})

test('markup in what a file or a person says is text', () => {
  const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`
  const { archive, tags, features, run, clusters } = exampleReport()
  const hostile = render(
    exampleReport({
      archive: {
        ...archive,
        groups: archive.groups.map((group) => ({ ...group, values: [{ value: evil, count: 1 }], withheld: evil }))
      },
      tags: [{ ...tags[0], name: evil, vr: evil, values: [{ value: evil, count: 1 }] }],
      features: {
        ...features,
        chosen: [{ ...features.chosen[0], name: evil, columns: [evil] }],
        rejected: [{ ...features.rejected[0], names: [evil] }],
        normalised: [
          {
            name: evil,
            keyword: evil,
            column: evil,
            value: evil,
            rawValues: [{ value: evil, count: 1, rules: ['case'] }]
          }
        ]
      },
      run: { ...run, parameters: { ...run.parameters, where: [{ tag: evil, operator: 'is', value: evil }] } },
      clusters: clusters.map((cluster) => ({
        ...cluster,
        label: { text: evil, code: evil, scheme: evil, meaning: evil },
        suggestedLabel: evil,
        distinguishing: [{ keyword: evil, value: evil, share: 1, shareElsewhere: 0 }]
      })),
      training: exampleTraining({
        device: evil,
        backendReason: evil,
        skipped: [{ reason: evil, images: 1 }],
        reconstructions: [{ original: { instance: 1, withheld: evil } }]
      }),
      evaluation: exampleEvaluation({ skipped: [{ reason: evil, images: 1 }] })
    })
  )
  expect(hostile).toContain('&lt;script&gt;')
  expect(hostile).not.toMatch(/<script|<img src=x/)
  const { active, images } = elements(page)
  // The two pictures of the reconstruction are withheld here.
  expect(elements(hostile)).toEqual({ active, images: images - 2 })
})

test('what makes a run doubtful stands with its clusters, and no K of it is called the best', () => {
  const { run } = exampleReport()
  const doubtful = render(
    exampleReport({ run: { ...run, bestK: null, remarks: ['K = 9 exceeds the 2 distinct rows.'] } })
  )
  expect(text(doubtful, 'clustering')).toContain('K = 9 exceeds the 2 distinct rows.')
  expect(text(doubtful, 'paper')).toContain('Best mean silhouette 0.37 at K = 15 –')
  expect(text(page, 'paper')).toContain('Best mean silhouette 0.37 at K = 15 0.410 at K = 3')
})

test('the method of a run is named with what a person chose, and each tag with what it counted and why', () => {
  expect(text(page, 'features')).toContain(
    'Method: As in the paper (all columns count the same, and missing values are no evidence).'
  )
  const { run, features } = exampleReport()
  const weights = [{ tag: 'Modality', weight: 0.25 }]
  const parameters = { ...run.parameters, method: 'balanced', weights, groupByScanner: true }
  const device: Pick<ChosenFeature, 'weighting' | 'weightExplanation'> = {
    weighting: { weight: 0, reason: 'device', explained: 1 },
    weightExplanation: 'It names the scanner, not what an image shows.'
  }
  const weighed = render(
    exampleReport({
      run: { ...run, parameters },
      features: { ...features, chosen: [{ ...features.chosen[0], ...device }] }
    })
  )
  const words = text(weighed, 'features')
  expect(words).toContain('Method: Balanced, for real archives (')
  expect(words).toContain('grouped by scanner, too; weights chosen by a person: Modality 0.25 .')
  expect(words).toContain(' 0 It names the scanner, not what an image shows. ')
  expect(text(weighed, 'again')).toContain('method Balanced, for real archives')
  expect(text(weighed, 'again')).toContain('weights Modality=0.25')
})

test('parts that are missing say which command makes them', () => {
  const bare = render(exampleReport({ training: null, evaluation: null }))
  expect(text(bare, 'training')).toContain('medoid train')
  expect(text(bare, 'evaluation')).toContain('medoid evaluate --run 2.3 --model M')
  expect(text(render(exampleReport({ evaluation: null })), 'evaluation')).toContain('--run 2.3 --model 4')
  const unassigned = exampleReport().clusters.map((cluster) => ({ ...cluster, assigned: null, meanDistance: null }))
  const { run } = exampleReport()
  const sampled = render(exampleReport({ clusters: unassigned, run: { ...run, assigned: null } }))
  expect(text(sampled, 'clusters')).toContain('medoid assign --run 2.3')
})

test('a picture that is withheld leaves a place that says why, and how to see it', () => {
  expect(text(page, 'clusters')).toContain('Burned In Annotation is not stated.')
  expect(text(page, 'clusters')).toContain('1 of 3 pictures not shown')
  expect(text(page, 'clusters')).toContain('A report that is saved with all pictures shows all of them')
  expect(page.match(/<img /g)).toHaveLength(2 + 2)
})

test('a name that somebody gave stands before the suggested one, with its code', () => {
  expect(text(page, 'clusters')).toContain('0 Head CT 69536005 SCT “Head” suggested: CT · HEAD 0')
  expect(text(page, 'clusters')).toContain('1 CT · HEAD 1 suggested')
  const same = exampleCluster(0, { label: { text: 'CT · HEAD 0', code: '', scheme: '', meaning: '' } })
  expect(text(render(exampleReport({ clusters: [same], evaluatedClusters: null })), 'clusters')).not.toContain(
    'suggested'
  )
})

test('the evaluation is told in words, with its control and what was kept apart', () => {
  const words = text(page, 'evaluation')
  expect(words).toContain('Images that share a cluster by their tags also look alike')
  expect(words).toContain('t(2) = 30.77')
  expect(words).toContain('9.80 × 10⁻⁶')
  expect(words).toContain('The control does not reject, as it should not')
  expect(words).toContain('3 datasets of 150 images')
  expect(words).toContain('12 series and 9 patients')
  expect(words).toContain('Modality: left out Modality, SOPClassUID. Body part: no image has a value.')
  expect(words).toContain('mean adjusted Rand index of all pairs 0.94')
})

test('each cluster is told with its distances, the largest difference first, and leads to its card', () => {
  const words = text(page, 'evaluation')
  expect(words).toContain(
    'In 2 of 3 clusters images look more alike than as many images with permuted labels. Every dataset was clustered separately, and its clusters have other numbers than those of clustering 2.3: each is counted here under the cluster that most of its images are assigned to, on average 93 % of them. One cluster is not listed'
  )
  expect(words).toMatch(/ 2 CT · HEAD 2 0\.050 0\.126 0\.076 [\d,]+ \S+ 0 Head CT 0\.090 0\.127 0\.037 /)
  expect(page).toContain('<a href="#cluster-2">2</a>')
  const unassigned = text(render(exampleReport({ evaluatedClusters: null })), 'evaluation')
  expect(unassigned).toContain('medoid assign --run 2.3')
})

test('the method of the run stands beside the other one', () => {
  const words = text(page, 'methods')
  expect(words).toContain('Figure As in the paper (this run) Balanced, for real archives ')
  expect(words).toContain('Medoids with under 20 % of the columns 2 of 3 0 of 3 ')
  expect(words).toContain('adjusted Rand index 0.28')
  expect(words).toContain('Silhouettes of different distances cannot be compared')
  const balanced = text(render(exampleReport({ methods: exampleMethods({ method: 'balanced' }) })), 'methods')
  expect(balanced).toContain('Figure As in the paper Balanced, for real archives (this run) ')
})

test('where methods could not be compared, the page says why', () => {
  const words = text(render(exampleReport({ methods: null, withoutMethods: 'one-cluster' })), 'methods')
  expect(words).toContain('Methods were not compared: one cluster is the same by each of them.')
})

test('the figures of the paper stand beside ours', () => {
  const words = text(page, 'paper')
  expect(words).toContain('Mean silhouette, K = 15 0.37 –')
  expect(words).toContain('Mean silhouette, K = 3 – 0.410')
  expect(words).toContain('Distance, clusters 0.28 ± 0.023 0.081 ± 0.003')
  expect(words).toContain('Distance, permuted 0.42 ± 0.017 0.126 ± 0.003')
  expect(words).toContain('t(9) = 16.42 t(2) = 30.77')
})

test('beyond the largest ones, clusters are in the table only', () => {
  const clusters = [...exampleReport().clusters, exampleCluster(3, { picture: null })]
  const words = text(render(exampleReport({ clusters })), 'clusters')
  expect(words).toContain('These are the largest; the table has 1 smaller cluster more.')
  expect(words.match(/CT · HEAD 3/g)).toHaveLength(1)
})

test('one cluster has neither silhouettes nor a plot of them', () => {
  const { run } = exampleReport()
  const one = render(
    exampleReport({
      run: {
        ...run,
        k: 1,
        silhouette: null,
        structure: null,
        silhouettes: [],
        sweep: [{ k: 1, silhouette: null, structure: null, loss: 9, swaps: 0 }]
      },
      clusters: [exampleCluster(0, { silhouette: null })],
      evaluation: null
    })
  )
  expect(one).not.toContain('Silhouettes of the sample')
  expect(one).not.toMatch(/NaN|undefined|Infinity/)
})

test('a training that was stopped before its first epoch, and an evaluation without clusters or t-test, are told', () => {
  const { tTest } = exampleEvaluation()
  const reason = saidBefore('All differences are the same.')
  const none = { ...tTest, t: null, p: null, ci95: null, cohenDz: null, reason }
  const early = render(
    exampleReport({
      training: exampleTraining({ epochs: [], reconstructions: [], withoutReconstructions: 'none were made.' }),
      evaluation: exampleEvaluation({ perCluster: [], tTest: none })
    })
  )
  expect(text(early, 'training')).toContain('epochs 0 of 3')
  expect(text(early, 'evaluation')).toContain('The t-test could not be computed. All differences are the same.')
  expect(early).not.toMatch(/NaN|undefined|Infinity/)
})

test('no number is missing', () => {
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
})

test('what to know of the values of features stands open in their section, not in a list that is closed', () => {
  const { features } = exampleReport()
  const chosen = [{ ...features.chosen[0], remarks: ['reaches from 1 to 15015.'] }]
  expect(text(page, 'features')).not.toContain('reaches')
  const remarked = render(exampleReport({ features: { ...features, chosen } }))
  expect(text(remarked.replace(/<details>[^]*?<\/details>/g, ''), 'features')).toContain(
    'Modality : reaches from 1 to 15015.'
  )
})

test('a doubtful cluster says why on its card and in the table, and what to do is said once', () => {
  const findings = [
    { code: 'sparse-medoid', problem: 'The medoid has 1 of 12 columns.', remedy: 'Leave empty headers out.' },
    { code: 'low-silhouette', problem: 'Its mean silhouette is 0.100, below 0.25.', remedy: 'Look at it.' }
  ] as const
  const doubtful = { medoidColumns: 1, sharedColumns: 1, silhouette: 0.1, findings: [...findings] }
  const clusters = [
    exampleCluster(0),
    exampleCluster(1, doubtful),
    exampleCluster(2, { ...doubtful, sharedColumns: null })
  ]
  const said = text(render(exampleReport({ clusters })), 'clusters')
  expect(said).toContain('2 of 3 clusters doubtful; each says why. What to do: Leave empty headers out. Look at it.')
  expect(said.match(/Leave empty headers out\./g)).toHaveLength(1)
  // Two cards, two rows.
  expect(said.match(/The medoid has 1 of 12 columns\. Its mean silhouette is 0\.100, below 0\.25\./g)).toHaveLength(4)
  expect(said).toContain('0.210 on 9 of 12 0.400 11 of 12')
  expect(said).toContain('0.210 on 1 of 12 0.100 1 of 12')
  expect(said).toContain('0.210 0.100 1 of 12')
  expect(text(page, 'clusters')).not.toContain('doubtful')
})
