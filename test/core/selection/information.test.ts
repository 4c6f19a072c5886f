import { describe, expect, test } from 'vitest'
import { informationScores } from '../../../src/core/selection/information.ts'
import { agreement } from '../../../src/core/evaluation/agreement.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, taskOf } from './ranking-task.ts'

const LN2 = Math.log(2)
const scores = async (...columns: Parameters<typeof taskOf>[0]) => Array.from(await informationScores(taskOf(columns)))

describe('the score of a tag', () => {
  test('is its mean mutual information with the others', async () => {
    // By hand: a and b tell each other (ln 2); c tells nothing of either.
    const a = nominal('a', 'x', 'x', 'y', 'y')
    const b = numeric('b', 1, 1, 2, 2)
    const c = nominal('c', 'p', 'q', 'p', 'q')
    const [ofA, ofB, ofC] = await scores(a, b, c)
    expect(ofA).toBeCloseTo(LN2 / 2, 12)
    expect(ofB).toBeCloseTo(LN2 / 2, 12)
    expect(ofC).toBeCloseTo(0, 12)
  })

  test('is what scikit-learn has: mutual_info_score([0, 0, 1, 1], [0, 0, 0, 1]) = 0.2157615543388357', async () => {
    const [ofA] = await scores(nominal('a', 'x', 'x', 'y', 'y'), nominal('b', 'x', 'x', 'x', 'y'))
    expect(ofA).toBeCloseTo(0.2157615543388357, 12)
  })

  test('counts a missing value as a level: tags that the same images lack tell of each other', async () => {
    const [ofA] = await scores(nominal('a', 'x', 'x', null, null), numeric('b', 1, 1, NaN, NaN))
    expect(ofA).toBeCloseTo(LN2, 12)
  })

  test('is the mean of its columns', async () => {
    const task = taskOf([nominal('a', 'x', 'x', 'y', 'y'), nominal('b', 'x', 'x', 'y', 'y')])
    task.tags[0].columns.push(nominal('a[2]', 'p', 'q', 'p', 'q'))
    expect(Array.from(await informationScores(task))[0]).toBeCloseTo(LN2 / 2, 12)
  })
})

describe('the scanner', () => {
  const made = nominal('Manufacturer', 'G', 'G', 'S', 'S')

  test('tags that tell of it alone get nothing, and nothing is given for telling of them', async () => {
    const software = nominal('SoftwareVersions', '1', '1', '2', '2')
    const other = nominal('a', 'p', 'q', 'p', 'q')
    expect(await scores(made, software, other)).toEqual([0, 0, 0])
  })

  test('what it says of a tag does not count', async () => {
    // Both follow from the manufacturer: they tell all of each other, and nothing besides.
    const [, ofA] = await scores(made, nominal('a', 'x', 'x', 'y', 'y'), nominal('b', 'x', 'x', 'y', 'y'))
    expect(ofA).toBe(0)
  })

  test('what follows from the modality is not the scanner’s', async () => {
    // As before, but each manufacturer makes one modality.
    const [, ofModality, ofA] = await scores(
      made,
      nominal('Modality', 'CT', 'CT', 'MR', 'MR'),
      nominal('a', 'x', 'x', 'y', 'y')
    )
    expect(ofModality).toBeCloseTo(LN2, 12)
    expect(ofA).toBeCloseTo(LN2, 12)
  })
})

const rows = fc.integer({ min: 2, max: 30 })
const column = (name: string, n: number) =>
  fc
    .array(fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 5 }), { minLength: n, maxLength: n })
    .map((values) => nominal(name, ...values))
const columns = rows.chain((n) => fc.tuple(column('p', n), column('q', n), column('Manufacturer', n)))

test('two tags are scored by the mutual information that the agreement of clusters with classes is made of', async () => {
  await fc.assert(
    fc.asyncProperty(columns, async ([p, q]) => {
      const codes = (each: typeof p) => (each as { codes: Int32Array }).codes.map((code) => code + 1)
      const [a, b] = [codes(p), codes(q)]
      const entropy = (of: Int32Array) => {
        const counts = Map.groupBy(of, (code) => code).values()
        return [...counts].reduce((sum, { length }) => sum - (length / of.length) * Math.log(length / of.length), 0)
      }
      const expected = agreement(a, b)!.homogeneity * entropy(b)
      expect((await scores(p, q))[0]).toBeCloseTo(entropy(b) === 0 ? 0 : expected, 9)
    })
  )
})

test('the order of the images changes no score', async () => {
  await fc.assert(
    fc.asyncProperty(columns, fc.infiniteStream(fc.nat()), async (given, keys) => {
      const { length } = (given[0] as { codes: Int32Array }).codes
      const places = Array.from({ length }, (_, place) => ({ place, key: keys.next().value as number }))
      const order = places.sort((a, b) => a.key - b.key).map(({ place }) => place)
      const shuffled = given.map((each) => {
        const { codes } = each as { codes: Int32Array }
        return { ...each, codes: Int32Array.from(order, (row) => codes[row]) } as typeof each
      })
      const [before, after] = [await scores(...given), await scores(...shuffled)]
      after.forEach((score, tag) => expect(score).toBeCloseTo(before[tag], 12))
    })
  )
})
