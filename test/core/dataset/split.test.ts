import { expect, test } from 'vitest'
import { linkedGroups, sharedValues } from '../../../src/core/dataset/groups.ts'
import { splitGroups } from '../../../src/core/dataset/split.ts'
import fc from '../../fast-check.ts'
import { MemorySource } from '../features/memory-source.ts'

const tag = (keyword: string, values: (string | undefined)[]) => ({ tag: keyword, vr: 'UI', keyword, values })
const rows = (source: MemorySource): Uint32Array => source.live()

test('images of one patient are one group; one that says nothing is one of its own', () => {
  const source = new MemorySource([tag('PatientID', ['a', 'b', 'a', undefined, ''])])
  expect(linkedGroups(source, 'patient', rows(source))).toEqual({
    of: Uint32Array.of(0, 1, 0, 2, 3),
    count: 4,
    without: 2
  })
})

test('a study with two spellings of its patient stays whole, and with it all that these have', () => {
  const source = new MemorySource([
    tag('PatientID', ['doe', 'DOE', 'doe', 'roe', undefined]),
    tag('StudyInstanceUID', ['1', '1', '2', '3', '3'])
  ])
  expect([...linkedGroups(source, 'patient', rows(source)).of]).toEqual([0, 0, 0, 1, 1])
  // By study nothing links studies 1 and 2.
  expect([...linkedGroups(source, 'study', rows(source)).of]).toEqual([0, 0, 1, 2, 2])
})

test('a value on two sides of a split is found', () => {
  const source = new MemorySource([tag('PatientID', ['a', 'a', 'b'])])
  expect(sharedValues(source, 'patient', rows(source), Uint8Array.of(0, 0, 1))).toBe(0)
  expect(sharedValues(source, 'patient', rows(source), Uint8Array.of(0, 1, 1))).toBe(1)
})

const split = (groups: number[], classes: number[], shares: number[], seed = 1): Uint8Array =>
  splitGroups({
    groups: Uint32Array.from(groups),
    groupCount: new Set(groups).size,
    classes: Uint16Array.from(classes),
    classCount: Math.max(...classes) + 1,
    shares,
    seed,
    unit: 'patient'
  })

test('each split has its share of each class', () => {
  // 100 groups of one image each, 60 of class 0 and 40 of class 1.
  const groups = Array.from({ length: 100 }, (_, i) => i)
  const classes = groups.map((i) => (i < 60 ? 0 : 1))
  const splits = split(groups, classes, [0.8, 0.1, 0.1])
  const counts = [0, 1, 2].map((each) =>
    [0, 1].map((label) => groups.filter((i) => splits[i] === each && classes[i] === label).length)
  )
  expect(counts).toEqual([
    [48, 32],
    [6, 4],
    [6, 4]
  ])
})

test('the seed decides which groups are where', () => {
  const groups = Array.from({ length: 40 }, (_, i) => i)
  const classes = groups.map(() => 0)
  expect(split(groups, classes, [0.5, 0, 0.5], 1)).toEqual(split(groups, classes, [0.5, 0, 0.5], 1))
  expect(split(groups, classes, [0.5, 0, 0.5], 1)).not.toEqual(split(groups, classes, [0.5, 0, 0.5], 2))
})

test('no split stays empty, though every class has one group alone', () => {
  expect([...split([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0.8, 0.1, 0.1])].sort()).toEqual([0, 0, 0, 1, 2])
})

test('fewer groups than splits are refused', () => {
  expect(() => split([0, 0, 1], [0, 0, 0], [0.8, 0.1, 0.1])).toThrow(/2 patients/)
})

test('whatever images share: no group is on two sides, every image has a side, and no side that is wanted is empty', () => {
  const few = (letters: string) => fc.option(fc.constantFrom(...letters), { nil: undefined, freq: 6 })
  const image = fc.record({ patient: few('abcdefgh'), study: few('stuvwxyz'), label: fc.nat(3) })
  fc.assert(
    fc.property(
      fc.array(image, { minLength: 1, maxLength: 60 }),
      fc.constantFrom([0.8, 0.1, 0.1], [0.5, 0, 0.5], [1, 0, 0]),
      fc.nat(),
      (images, shares, seed) => {
        const source = new MemorySource([
          tag(
            'PatientID',
            images.map(({ patient }) => patient)
          ),
          tag(
            'StudyInstanceUID',
            images.map(({ study }) => study)
          )
        ])
        const { of: groups, count } = linkedGroups(source, 'patient', rows(source))
        const wanted = shares.flatMap((share, i) => (share > 0 ? [i] : []))
        fc.pre(count >= wanted.length)
        const classes = Uint16Array.from(images, ({ label }) => label)
        const splitOf = splitGroups({
          groups,
          groupCount: count,
          classes,
          classCount: 4,
          shares,
          seed,
          unit: 'patient'
        })
        const splits = Uint8Array.from(groups, (group) => splitOf[group])
        expect(sharedValues(source, 'patient', rows(source), splits)).toBe(0)
        expect([...new Set(splits)].sort()).toEqual(wanted)
      }
    )
  )
})
