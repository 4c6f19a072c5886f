import { beforeEach, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { marked } from '../../src/api/hiding/answers.ts'
import { replaceMarks } from '../../src/api/hiding/marks.ts'
import { Service } from '../../src/api/service.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, germanSite, threeKinds, twoSites, WORK } from '../jobs/archive.ts'

let file: string
const service = new Service()
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>
const compared = async () => (await ask('sites.compare', { ranges: false }))!

beforeEach(() => {
  file = twoSites(germanSite(60, 0), germanSite(45, 1))
})

test('sites.compare tells what each site has, and what makes them alike, in words', async () => {
  const { sites, tags, proposals, canUndo } = await compared()
  expect(sites.map(({ images }) => images)).toEqual([60, 45])
  expect(tags.find(({ name }) => name === 'BodyPartExamined')).toMatchObject({ filled: [60, 45], own: [60, 45] })
  const knee = proposals.find(({ words }) => words.includes('KNIE'))!
  expect(knee).toMatchObject({ state: 'open', words: 'BodyPartExamined: "KNIE" → "KNEE"', images: 15 })
  expect(knee.why).toContain('images by site: 0 / 15 → 20 / 0')
  expect(canUndo).toBe(false)
})

test('sites.decide and sites.step answer with what is decided, and all that is asked next sees it', async () => {
  const knee = (await compared()).proposals.find(({ words }) => words.includes('KNIE'))!
  const values = async () => {
    const asked = { tag: '(0018,0015)', path: '', creator: '', limit: 10 }
    return (await ask('tags.distribution', asked)).values.map(({ value, count }) => `${value} ${count}`)
  }
  expect(await values()).toContain('KNIE 15')
  const decided = await ask('sites.decide', { kind: 'accept', mappings: [knee.mapping] })
  expect(decided).toEqual({ states: { [knee.id]: 'accepted' }, canUndo: true, canRedo: false })
  expect(await values()).toContain('KNEE 35')
  expect(await ask('sites.step', { way: 'undo' })).toEqual({ states: {}, canUndo: false, canRedo: true })
  expect(await values()).toContain('KNIE 15')
  await ask('sites.step', { way: 'redo' })
  expect((await compared()).proposals.find(({ id }) => id === knee.id)?.state).toBe('accepted')
  await ask('sites.step', { way: 'undo' })
  await expect(ask('sites.step', { way: 'undo' })).rejects.toMatchObject({ code: 'no-mapping-step' })
})

test('sites.apart tells in words how far features tell the sites apart', async () => {
  // Nothing is accepted.
  expect(await ask('sites.apart', {})).toBe(
    'A random forest tells from the features which site an image is from for 100.0 % of 105 images, and with the accepted mappings for 100.0 %; by chance it would be 50.0 %.'
  )
})

test('where there is one site alone, there is nothing to compare', async () => {
  file = archive(threeKinds(30))
  expect(await ask('sites.compare', { ranges: false })).toBeNull()
  expect(await ask('sites.apart', {})).toBeNull()
})

test('clusterings.oneSite names the clusters of one site', async () => {
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  // By chance 30 images would hardly ever be of one site: (60 / 105) ** 30.
  expect(await ask('clusterings.oneSite', { clustering: '1.3' })).toEqual([{ cluster: 1, site: '/archive' }])

  file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  expect(await ask('clusterings.oneSite', { clustering: '1.3' })).toEqual([])
})

test('what the site of a cluster is called is hidden with patient data', () => {
  const answer = [{ cluster: 1, site: '/scans/DOE^JANE' }]
  const personal = { isTag: () => false, names: new Set<string>() }
  const text = JSON.stringify(marked('clusterings.oneSite', answer, personal, { clustering: '1.3' }))
  expect(text).not.toContain('DOE')
  expect(replaceMarks(text, () => 'folder 1')).toBe('[{"cluster":1,"site":"folder 1"}]')
})

test('with patient data, names of sites are hidden, and mappings of personal tags that somebody imported', async () => {
  const patient = { name: 'PatientID', tag: '(0010,0020)', path: '', keyword: 'PatientID', privateCreator: '' }
  const mapping = { kind: 'synonym' as const, ...patient, from: ['P00'], to: 'DOE^JANE' }
  await ask('sites.decide', { kind: 'accept', mappings: [mapping] })
  const answer = await compared()
  expect(answer.others.map(({ words }) => words)).toEqual(['PatientID: "P00" → "DOE^JANE"'])
  const personal = { isTag: () => false, names: new Set<string>() }
  const hidden = JSON.stringify(marked('sites.compare', answer, personal, { ranges: false }))
  expect(hidden).not.toMatch(/DOE|P00|"\/archive|"\/other/)
  expect(hidden).toContain('KNIE')
})
