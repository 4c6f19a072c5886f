import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { assignJob } from '../../../src/jobs/assign.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { mergeJob, rejectJob } from '../../../src/jobs/edit.ts'
import { useClusters } from '../../../src/renderer/stores/clusters.ts'
import { useEdits } from '../../../src/renderer/stores/edits.ts'
import { useNaming } from '../../../src/renderer/stores/naming.ts'
import { useRuns } from '../../../src/renderer/stores/runs.ts'
import { useSelection } from '../../../src/renderer/stores/selection.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../../jobs/archive.ts'
import { HostOfCatalogue } from './host-of-catalogue.ts'

let host: HostOfCatalogue
// As the desktop's preload does, before the stores look for it.
vi.hoisted(() => {
  const call = (method: string, given: object) => host.call(method, given)
  vi.stubGlobal('window', { medoid: { call, cancel: () => undefined, showFile: () => Promise.resolve() } })
})
// There is no page.
vi.mock(import('../../../src/renderer/theme/apply-tokens.ts'), () => ({
  applyTokens: () => undefined,
  keepStill: () => undefined
}))
vi.mock('vue-router', () => ({ useRoute: () => ({ name: 'clusters' }) }))

/** 30 images: CT (0, 3, 6, …), MR and CR by turns; CT is cluster 2. */
let made: string
/** One of its own for each test, as the host keeps it open. */
let catalogue: string
beforeAll(async () => {
  made = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(made, { k: [3, 4] }), WORK)
  await assignJob.run({ catalogue: made, run: '1.3' }, WORK)
})
beforeEach(async () => {
  catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(made, catalogue)
  host = new HostOfCatalogue(catalogue)
  await openWindow()
})

async function openWindow(): Promise<void> {
  host.openWindow()
  const runs = useRuns()
  await runs.list.load()
  await vi.waitFor(() => expect(useClusters().report.data).not.toBeNull())
  await vi.waitFor(() => expect(useEdits().history.data).not.toBeNull())
}

/** Images of each cluster, by its number. */
const sizes = () => Object.fromEntries(useClusters().all.map(({ id, assigned }) => [id, assigned]))
const told = () => useEdits().told
const nameOf = (cluster: number) => useClusters().byId.get(cluster)?.annotation?.label ?? ''

test('images move to another cluster or a new one, and each step is taken back and done again', async () => {
  const edits = useEdits()
  expect(sizes()).toEqual({ 0: 10, 1: 10, 2: 10 })
  await edits.move([0, 3], 1)
  expect(told()).toEqual({ words: 'Moved 2 images to cluster 1.', isUndoable: true })
  await edits.move([6], 'new')
  expect(sizes()).toEqual({ 0: 10, 1: 12, 2: 7, 3: 1 })
  expect([edits.isEdited, edits.canUndo, edits.canRedo]).toEqual([true, true, false])
  await edits.undo()
  expect(told()).toEqual({ words: 'Undone: Moved 1 image to the new cluster 3.', isUndoable: false })
  await edits.undo()
  expect(sizes()).toEqual({ 0: 10, 1: 10, 2: 10 })
  expect([edits.isEdited, edits.canUndo, edits.canRedo]).toEqual([false, false, true])
  await edits.redo()
  await edits.redo()
  expect(sizes()).toEqual({ 0: 10, 1: 12, 2: 7, 3: 1 })
})

test('who changes clusters is told in the history', async () => {
  await useEdits().move([0], 1)
  expect(useEdits().history.data?.entries).toMatchObject([{ author: 'Ann', words: 'Moved 1 image to cluster 1.' }])
})

test('all images of a cluster for which a condition holds are changed at once', async () => {
  const among = [{ tag: 'Modality', value: 'CT' }]
  await useEdits().reject({ cluster: 2, among })
  expect(sizes()).toEqual({ 0: 10, 1: 10 })
  expect(told().words).toBe('Rejected 10 images.')
})

test('images that are shown are those of the cluster as it is after a change', async () => {
  const selection = useSelection()
  selection.scope = 2
  await vi.waitFor(() => expect(selection.total).toBe(10))
  await useEdits().reject([0, 3])
  expect(selection.total).toBe(8)
  await vi.waitFor(() => expect(selection.at(8)).toBeUndefined())
})

describe('names and changes of clusters', () => {
  test('are taken back in the order in which they were done here', async () => {
    const [clusters, edits] = [useClusters(), useEdits()]
    clusters.current = 0
    await clusters.name({ label: 'Head' })
    await edits.merge([0, 1])
    await clusters.name({ label: 'Body' })
    await edits.undo()
    expect([nameOf(0), sizes()]).toEqual(['Head', { 0: 20, 2: 10 }])
    await edits.undo()
    expect([nameOf(0), sizes()]).toEqual(['Head', { 0: 10, 1: 10, 2: 10 }])
    await edits.undo()
    expect(nameOf(0)).toBe('')
    await edits.undo()
    expect(clusters.told).toBe('Nothing to undo.')
    await edits.redo()
    await edits.redo()
    await edits.redo()
    expect([nameOf(0), sizes()]).toEqual(['Body', { 0: 20, 2: 10 }])
  })

  test('a name that came with a merge goes with it, and what was named before is taken back as ever', async () => {
    const [clusters, edits] = [useClusters(), useEdits()]
    await clusters.nameAll([0], { label: 'Head' })
    await edits.merge([0, 1], 0, 'Both')
    expect(nameOf(0)).toBe('Both')
    await edits.undo()
    expect(nameOf(0)).toBe('Head')
    await edits.undo()
    expect(nameOf(0)).toBe('')
    await edits.redo()
    await edits.redo()
    expect([nameOf(0), sizes()]).toEqual(['Both', { 0: 20, 2: 10 }])
    await edits.undo()
    await edits.undo()
    expect(nameOf(0)).toBe('')
  })

  test('a name that is given since is what Undo takes back, not the change before it', async () => {
    await useEdits().merge([0, 1])
    expect(told().isUndoable).toBe(true)
    useClusters().current = 2
    await useClusters().name({ label: 'Foot' })
    expect(told()).toEqual({ words: '', isUndoable: false })
  })
})

test('a new window takes back what the history has', async () => {
  await useEdits().move([0, 3], 1)
  await useEdits().merge([0, 2])
  await openWindow()
  await useEdits().undo()
  expect(told().words).toBe('Undone: Merged clusters 0 and 2 into cluster 0.')
  await useEdits().undo()
  await useEdits().undo()
  expect(sizes()).toEqual({ 0: 10, 1: 10, 2: 10 })
  await useEdits().redo()
  expect(sizes()).toEqual({ 0: 10, 1: 12, 2: 8 })
})

test('what somebody else changed meanwhile is not taken back as if it were our own, and nothing is changed over it unseen', async () => {
  const edits = useEdits()
  await edits.move([0], 1)
  const theirs = { catalogue, run: '1.3', where: [], instances: [1] }
  await rejectJob.run(theirs, {})
  await expect(edits.undo()).rejects.toThrow('were changed by somebody else meanwhile')
  expect(edits.history.data?.entries.map(({ words }) => words)).toEqual([
    'Moved 1 image to cluster 1.',
    'Rejected 1 image.'
  ])
  await edits.undo()
  expect(told().words).toBe('The clusters were changed elsewhere meanwhile: they stay as they are.')
  await mergeJob.run({ catalogue, run: '1.3', clusters: [0, 2] }, {})
  await expect(edits.reject([4])).rejects.toThrow('were changed by somebody else meanwhile')
})

describe('rejected images', () => {
  test('come back to their clusters, or what became of these, in one step that is taken back as one', async () => {
    const edits = useEdits()
    await edits.reject([0, 1, 2])
    await edits.merge([0, 1], 1)
    await edits.bringBack([0, 1, 2])
    expect([sizes(), told().words]).toEqual([{ 1: 20, 2: 10 }, '3 images brought back.'])
    await edits.undo()
    expect(sizes()).toEqual({ 1: 18, 2: 9 })
    await edits.redo()
    expect(sizes()).toEqual({ 1: 20, 2: 10 })
  })

  test('make a new cluster where theirs is not there any more', async () => {
    const edits = useEdits()
    await edits.reject({ cluster: 2 })
    expect(sizes()).toEqual({ 0: 10, 1: 10 })
    const images = [...Array(10).keys()].map((i) => 3 * i)
    await edits.bringBack(images)
    expect(sizes()).toEqual({ 0: 10, 1: 10, 3: 10 })
  })

  test('come to the cluster that somebody wants', async () => {
    await useEdits().reject([0])
    await useEdits().bringBack([0], 1)
    expect(sizes()).toEqual({ 0: 10, 1: 11, 2: 9 })
  })
})

test('what core refuses is told, and the next change goes on', async () => {
  const edits = useEdits()
  await expect(edits.merge([1])).rejects.toThrow('It takes two different clusters to merge.')
  await expect(edits.reject({ cluster: null })).rejects.toThrow('No image would be left')
  await edits.reject([0])
  expect(sizes()).toEqual({ 0: 10, 1: 10, 2: 9 })
})

test('changes are made one after the other, each from what the one before came to', async () => {
  const edits = useEdits()
  await Promise.all([edits.move([0], 1), edits.move([0], 0), edits.undo()])
  expect(sizes()).toEqual({ 0: 10, 1: 11, 2: 9 })
})

test('what waits for its turn is not done to another clustering that is shown meanwhile', async () => {
  const edits = useEdits()
  const waiting = edits.reject([3])
  useRuns().selected = '1.4'
  await expect(waiting).rejects.toThrow('the clusters of 1.3 were not changed')
  await vi.waitFor(() => expect(edits.history.data?.clustering).toBe('1.4'))
  expect(edits.history.data?.entries).toEqual([])
})

test('nobody changes the clusters as the method made them, or while naming blind, and both say so', async () => {
  const [edits, runs] = [useEdits(), useRuns()]
  await edits.move([0], 1)
  runs.selected = '1.3@method'
  await vi.waitFor(() => expect(sizes()).toEqual({ 0: 10, 1: 10, 2: 10 }))
  expect(edits.isEdited).toBe(true)
  await expect(edits.reject([0])).rejects.toThrow('as the method made them')
  await edits.undo()
  expect(told().words).toContain('as the method made them')
  runs.selected = '1.3'
  await vi.waitFor(() => expect(sizes()).toEqual({ 0: 10, 1: 11, 2: 9 }))
  useNaming().naming = 'second'
  await expect(edits.reject([0])).rejects.toThrow('while you name blind')
})
