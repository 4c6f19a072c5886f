import { expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { remote } from '../../src/renderer/remote.ts'

test('of several questions on their way the last one counts', async () => {
  const answers: ((value: string) => void)[] = []
  const asked = remote(() => new Promise<string>((resolve) => answers.push(resolve)))
  const first = asked.load()
  const second = asked.load()
  answers[1]('second')
  answers[0]('first')
  await Promise.all([first, second])
  expect(asked.data.value).toBe('second')
  expect(asked.busy.value).toBe(false)
})

test('what is there stays while more comes, and a failure is told until the next answer', async () => {
  let fails = false
  const asked = remote(() => (fails ? Promise.reject(new Error('The host is gone.')) : Promise.resolve('here')))
  await asked.load()
  fails = true
  await asked.load()
  expect(asked.data.value).toBe('here')
  expect(asked.error.value?.message).toBe('The host is gone.')
  fails = false
  await asked.load()
  expect(asked.error.value).toBeNull()
})

test('what was cleared does not come back with a late answer', async () => {
  let answer: (value: string) => void = () => undefined
  const asked = remote(() => new Promise<string>((resolve) => (answer = resolve)))
  const loading = asked.load()
  asked.clear()
  answer('late')
  await loading
  expect(asked.data.value).toBeNull()
})

test('the host hears of the question that another one takes the place of, and of those that nobody waits for any more', () => {
  const signals: AbortSignal[] = []
  const scope = effectScope()
  const asked = scope.run(() =>
    remote((signal) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
  )!
  const aborted = () => signals.map((signal) => signal.aborted)
  void asked.load()
  void asked.load()
  expect(aborted()).toEqual([true, false])
  asked.clear()
  expect(aborted()).toEqual([true, true])
  void asked.load()
  scope.stop()
  expect(aborted()).toEqual([true, true, true])
})

test('what was cancelled since its view was left is asked again when the view is back, and nothing else is', async () => {
  const asked: ((answer: string) => void)[] = []
  const { data, busy, load, leave, comeBack } = remote(() => new Promise<string>((resolve) => asked.push(resolve)))
  void load()
  leave()
  expect(busy.value).toBe(false)
  asked[0]('late')
  comeBack()
  expect(asked).toHaveLength(2)
  asked[1]('here')
  await vi.waitFor(() => expect(data.value).toBe('here'))
  leave()
  comeBack()
  expect(asked).toHaveLength(2)
})
