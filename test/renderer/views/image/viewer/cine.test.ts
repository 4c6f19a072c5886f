import { expect, test } from 'vitest'
import { Cine, type Reel } from '../../../../../src/renderer/views/image/viewer/cine.ts'

/** A clock that goes on when somebody waits for it, or a picture takes its time. */
function fakeClock() {
  let time = 0
  return {
    now: () => time,
    pass: (milliseconds: number) => (time += milliseconds),
    wait: (milliseconds: number) => {
      time += milliseconds
      return Promise.resolve()
    }
  }
}

/** Some pictures that take a time each to be fetched; it stops after so many were shown. */
function play(count: number, from: number, rate: number, fetchTime: number, most: number) {
  const clock = fakeClock()
  const cine = new Cine(clock)
  cine.rate = rate
  const shown: [place: number, at: number][] = []
  const fetched: number[] = []
  let at = from
  const reel: Reel = {
    count: () => count,
    at: () => at,
    fetch: (place) => {
      fetched.push(place)
      clock.pass(fetchTime)
      return Promise.resolve()
    },
    show: (place) => {
      at = place
      shown.push([place, clock.now()])
      if (shown.length === most) cine.stop()
    }
  }
  return cine.play(reel).then(() => ({ shown, fetched }))
}

test('pictures follow each other at the rate, and the first one follows the last', async () => {
  const { shown } = await play(3, 1, 20, 5, 4)
  expect(shown).toEqual([
    [2, 50],
    [0, 100],
    [1, 150],
    [2, 200]
  ])
})

test('where they come more slowly, they are shown as they come, and none is left out or fetched in vain', async () => {
  const { shown, fetched } = await play(4, 0, 50, 100, 3)
  expect(shown).toEqual([
    [1, 100],
    [2, 200],
    [3, 300]
  ])
  expect(fetched.slice(0, 3)).toEqual([1, 2, 3])
  // The one after the last that was shown was on its way.
  expect(fetched.length).toBeLessThanOrEqual(4)
})

test('a single picture is not played', async () => {
  expect((await play(1, 0, 10, 5, 1)).shown).toEqual([])
})

test('who stops while a picture is on its way does not see it', async () => {
  const cine = new Cine(fakeClock())
  const shown: number[] = []
  await cine.play({
    count: () => 5,
    at: () => 0,
    fetch: () => Promise.resolve(cine.stop()),
    show: (place) => void shown.push(place)
  })
  expect(shown).toEqual([])
})

test('who plays something else stops what was played', async () => {
  const cine = new Cine(fakeClock())
  const shown: string[] = []
  const second: Reel = {
    count: () => 5,
    at: () => 0,
    fetch: () => Promise.resolve(),
    show: () => (shown.push('second'), cine.stop())
  }
  const first = cine.play({
    count: () => 5,
    at: () => 0,
    fetch: async () => void (await cine.play(second)),
    show: () => void shown.push('first')
  })
  await first
  expect(shown).toEqual(['second'])
})
