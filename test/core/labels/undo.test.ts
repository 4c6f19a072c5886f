import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Annotation } from '../../../src/core/labels/annotate.ts'
import { isRepeated, lastChange, repeatedBefore } from '../../../src/core/labels/undo.ts'

const EMPTY = { run: 1, k: 3, code: '', scheme: '', meaning: '', note: '', created: '' }
const named = (cluster: number, label: string, rest: Partial<Annotation> = {}): Annotation => ({
  ...EMPTY,
  cluster,
  label,
  ...rest
})
const takenBack = (history: Annotation[]): Annotation[] => {
  const last = lastChange(history)
  const created = `back ${history.length}`
  return last === null ? history : [...history, { ...EMPTY, cluster: last.cluster, ...last.before, created }]
}

test('taking back goes through the changes of all clusters, the last first', () => {
  let history = [named(0, 'Head'), named(2, 'Knee'), named(0, 'Head, MR')]
  const steps: [number, string][] = []
  for (let i = 0; i < 4; i++) {
    history = takenBack(history)
    steps.push([history.at(-1)!.cluster, history.at(-1)!.label])
  }
  expect(steps).toEqual([
    [0, 'Head'],
    [2, ''],
    [0, ''],
    [0, '']
  ])
  expect(lastChange(history)).toBeNull()
})

test('after something was taken back, a new name is the next to go', () => {
  const history = takenBack([named(0, 'Head'), named(0, 'Chest')])
  expect(lastChange([...history, named(0, 'Knee')])).toMatchObject({ cluster: 0, before: { label: 'Head' } })
})

test('a name that a cluster had before, given to it again, is a change of its own', () => {
  const at = (created: string, label: string) => named(0, label, { created })
  let history = [at('1', 'Head'), at('2', 'Chest')]
  const again = at('3', 'Head')
  const repeated = repeatedBefore(history, again)!
  expect(repeated).toEqual(at('3', 'Chest'))
  history = [...history, repeated, again]
  expect(history.map((entry, i) => isRepeated(entry, history[i - 1], history[i + 1]))).toEqual([
    false,
    false,
    true,
    false
  ])
  const labels: string[] = []
  for (let i = 0; i < 4; i++) {
    history = takenBack(history)
    labels.push(history.at(-1)!.label)
  }
  expect(labels).toEqual(['Chest', 'Head', '', ''])
  expect(repeatedBefore([at('1', 'Head'), at('2', 'Chest')], at('3', 'Knee'))).toBeNull()
  expect(repeatedBefore([at('1', 'Head'), named(1, 'Chest')], at('3', 'Head'))).toBeNull()
})

test('a code and a note are taken back with their name', () => {
  const code = { code: '69536005', scheme: 'SCT', meaning: 'Head' }
  expect(lastChange([named(0, 'Head', code), named(0, 'Head', { ...code, note: 'T1' })])).toMatchObject({
    before: { label: 'Head', ...code, note: '' }
  })
})

test('as many steps back as there were changes lead to where no cluster has a name', () => {
  const entry = fc.record({ cluster: fc.nat(2), label: fc.constantFrom('a', 'b', 'c', '') })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      let history: Annotation[] = []
      entries.forEach(({ cluster, label }, i) => {
        const entry = named(cluster, label, { created: String(i) })
        history.push(...[repeatedBefore(history, entry) ?? []].flat(), entry)
      })
      for (let i = 0; i < entries.length; i++) history = takenBack(history)
      const now = new Map(history.map(({ cluster, label }) => [cluster, label]))
      expect([...now.values()].every((label) => label === '')).toBe(true)
      expect(lastChange(history)).toBeNull()
    })
  )
})
