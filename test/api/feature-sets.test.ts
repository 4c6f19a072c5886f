import { beforeEach, describe, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { addSelectionJob } from '../../src/jobs/selections.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
let file: string
const ask = async <M extends MethodName>(method: M, given: Arguments<M>) =>
  (await service.answer(method, given, file)) as Results[M]

beforeEach(() => {
  // CT of heads, MR of knees and CR of chests, by turns.
  file = archive(threeKinds(30))
})

const options = (tags: number) => ({ ...withDefaults(featureParameters, { tags }), kind: [], separate: [], join: [] })
const CT = { tag: 'Modality', operator: 'is' as const, value: 'CT' }

describe('choices of features', () => {
  test('are kept for every window, undone and done again', async () => {
    expect(await ask('features.kept', {})).toEqual({
      entry: null,
      chosen: null,
      canUndo: false,
      canRedo: false,
      sets: []
    })
    const first = await ask('features.keep', { options: options(5), follows: null })
    expect(first).toMatchObject({ chosen: { options: { tags: 5 } }, canUndo: true, canRedo: false, overwrote: false })
    const second = await ask('features.keep', { options: options(6), follows: first.entry })
    expect(second.overwrote).toBe(false)
    // Another window has not heard of the second.
    const third = await ask('features.keep', { options: options(7), follows: first.entry })
    expect([third.chosen!.options.tags, third.overwrote]).toEqual([7, true])
    expect((await ask('features.step', { way: 'undo' })).chosen!.options.tags).toBe(6)
    const undone = await ask('features.kept', {})
    expect([undone.chosen!.options.tags, undone.canRedo]).toEqual([6, true])
    expect((await ask('features.step', { way: 'redo' })).chosen!.options.tags).toBe(7)
  })

  test('get a name, which they are opened, called otherwise, removed and restored by', async () => {
    const { saved } = await ask('featureSets.save', { name: 'Few', options: options(5), replace: false })
    const again = ask('featureSets.save', { name: 'Few', options: options(6), replace: false })
    await expect(again).rejects.toMatchObject({ code: 'feature-set-name-taken' })
    const put = await ask('featureSets.save', { name: 'Few', options: options(6), replace: true })
    expect(put.replaced).toBe(saved)
    expect((await ask('featureSets.open', { id: put.saved })).options.tags).toBe(6)
    await ask('featureSets.rename', { id: put.saved, name: 'Six' })
    await ask('featureSets.restore', { id: saved })
    const names = async () => (await ask('features.kept', {})).sets.map(({ name }) => name)
    expect(await names()).toEqual(['Few', 'Six'])
    await ask('featureSets.remove', { id: put.saved })
    expect(await names()).toEqual(['Few'])
    await expect(ask('featureSets.open', { id: 99 })).rejects.toMatchObject({ code: 'unknown-feature-set' })
  })

  test('are those of a run', async () => {
    await clusterJob.run(
      clusterParameters(file, { k: [2], method: 'paper', tags: 9, where: [CT], exclude: ['KVP'] }),
      WORK
    )
    expect(await ask('features.ofRun', { run: 1 })).toMatchObject({
      options: { tags: 9, where: [CT], exclude: ['KVP'], method: 'paper' },
      unknownTags: [],
      unknownConditions: []
    })
    await expect(ask('features.ofRun', { run: 7 })).rejects.toMatchObject({ code: 'unknown-run' })
  })

  test('leave out what the catalogue does not have, and say so', async () => {
    const given = { ...options(5), exclude: ['KVP', 'StationName'], where: [CT, { ...CT, tag: 'Gone' }] }
    const { saved } = await ask('featureSets.save', { name: 'Old', options: given, replace: false })
    expect(await ask('featureSets.open', { id: saved })).toMatchObject({
      options: { exclude: ['KVP'], where: [CT] },
      unknownTags: ['StationName'],
      unknownConditions: ['Gone is CT']
    })
  })
})

describe('a condition that is typed', () => {
  const read = (text: string, where: Arguments<'conditions.read'>['where'] = []) =>
    ask('conditions.read', { text, where })

  test('is read, and tells how many images satisfy it', async () => {
    expect(await read('Modality=CT|MR')).toEqual({
      condition: { any: [CT, { ...CT, value: 'MR' }] },
      words: 'Modality is CT or MR',
      images: 20,
      fault: null
    })
    expect(await read('Modality=CT|MR', [CT])).toMatchObject({ images: 10 })
  })

  test.each([
    ['Modalty=CT', 0, 7, 'Did you mean Modality?'],
    ['NOT (Modality=CT OR Modalty=MR)', 20, 27, 'Did you mean Modality?'],
    ['Modalit', 0, 7, 'It has no operator. Write e.g. Modality=CT'],
    ['Modalit', 0, 7, 'Did you mean Modality?'],
    ['Modality=CT AND (KVP=5..1)', 21, 25, 'Its range begins behind its end. Write 1..5.'],
    ['(Modality=CT', 0, 1, 'This parenthesis is not closed.'],
    ['Modality=XX', 0, 11, 'No image satisfies “Modality is XX”.'],
    ['Selection=Dark', 0, 14, 'There is no selection "Dark".'],
    ['Selection~Dark', 0, 14, 'whole name of a selection'],
    ['', 0, 0, 'It has no operator.']
  ])('%s is told where it is wrong', async (text, begin, end, message) => {
    expect(await read(text)).toEqual({
      condition: null,
      fault: { begin, end, message: expect.stringContaining(message) as string }
    })
  })

  test('and what is there already may leave no image', async () => {
    const { fault } = await read('Modality=MR', [CT])
    expect(fault?.message).toBe('No image satisfies “Modality is MR” and what is there already.')
  })

  const complete = async (text: string) => {
    const { from, options } = await ask('conditions.complete', { text, limit: 4 })
    return options.map(({ text: rest, count }) => [text.slice(0, from) + rest, count])
  }

  test('goes on with tags', async () => {
    expect((await complete('mod'))[0]).toEqual(['Modality', null])
    expect(await complete('0008,0060')).toEqual([['Modality', null]])
    expect((await complete('Modality=CT AND (bod'))[0]).toEqual(['Modality=CT AND (BodyPartExamined', null])
  })

  test('goes on with values and how many images have them', async () => {
    expect(await complete('Modality=')).toEqual([
      ['Modality=CR', 10],
      ['Modality=CT', 10],
      ['Modality=MR', 10]
    ])
    expect(await complete('NOT (Modality=CT|m')).toEqual([['NOT (Modality=CT|MR', 10]])
    expect(await complete('Gone=')).toEqual([])
  })

  test('goes on with AND and OR', async () => {
    expect(await complete('Modality=CT ')).toEqual([
      ['Modality=CT AND ', null],
      ['Modality=CT OR ', null]
    ])
  })

  test('goes on with names of selections', async () => {
    await addSelectionJob.run({ catalogue: file, name: 'Dark | bright', note: '', where: [CT] }, WORK)
    expect(await complete('Selection=da')).toEqual([['Selection="Dark | bright"', null]])
    expect(await read('Selection="Dark | bright"')).toMatchObject({ images: 10 })
  })
})
