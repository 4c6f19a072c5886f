import { describe, expect, test } from 'vitest'
import { BudgetWatch, givenUpIn, tellGivenUp, WorkBudget } from '../../../src/core/processes/work-budget.ts'

/** Processor time of this process now, in milliseconds. */
function used(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

describe('the budget of a piece of work', () => {
  test('is processor time: ten seconds, however long they take', () => {
    const budget = new WorkBudget()
    const watch = new BudgetWatch(budget.shared)
    budget.begin()
    const begun = used()
    // Looked at once a second on a machine that gives it a hundredth of a processor.
    for (let second = 0; second < 900; second++) expect(watch.look(begun + second * 10, 0)).toBeNull()
    expect(watch.look(begun + 10_100, 0)).toMatchObject({ work: 1, code: 'pixels-too-costly' })
  })

  test('is two seconds more for each million samples', () => {
    const budget = new WorkBudget()
    const watch = new BudgetWatch(budget.shared)
    budget.begin()
    budget.allow(5_000_000)
    expect(watch.look(used() + 19_000, 0)).toBeNull()
    expect(watch.look(used() + 20_100, 0)).not.toBeNull()
  })

  test('begins anew with each piece of work, and is none between them', () => {
    const budget = new WorkBudget()
    const watch = new BudgetWatch(budget.shared)
    budget.begin()
    budget.end()
    expect(watch.look(used() + 60_000, 0)).toBeNull()
    budget.begin()
    expect(watch.look(used() + 60_000, 0)).toMatchObject({ work: 2 })
  })

  test('work that uses no processor at all is given up after two minutes of looking', () => {
    const budget = new WorkBudget()
    const watch = new BudgetWatch(budget.shared)
    budget.begin()
    const begun = used()
    // What the watchdog uses itself does not count.
    for (let look = 0; look < 120; look++) expect(watch.look(begun + look, look)).toBeNull()
    expect(watch.look(begun + 120, 120)).toMatchObject({ work: 1, code: 'decoder-late' })
  })

  test('a little processor time now and then is work', () => {
    const budget = new WorkBudget()
    const watch = new BudgetWatch(budget.shared)
    budget.begin()
    const begun = used()
    for (let look = 0; look < 2000; look++) expect(watch.look(begun + look, 0)).toBeNull()
  })
})

test('that work is given up is said among other output, once it is there as a whole', () => {
  const told = tellGivenUp({ work: 3, code: 'decoder-late' })
  expect(givenUpIn(`a codec prints${told}`)).toEqual({ work: 3, code: 'decoder-late' })
  expect(givenUpIn(told.trimEnd())).toBeNull()
  expect(givenUpIn('medoid')).toBeNull()
})
