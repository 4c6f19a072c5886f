import { expect, test, vi } from 'vitest'
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

test('while a long question is answered, of what is asked meanwhile only the last is asked', async () => {
  const asked: ((answer: string) => void)[] = []
  const { data, busy, load } = remote(() => new Promise<string>((resolve) => asked.push(resolve)), { oneAtATime: true })
  const loads = [load()]
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  loads.push(load(), load(), load())
  asked[0]('first')
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  expect([data.value, busy.value]).toEqual([null, true])
  asked[1]('last')
  await Promise.all(loads)
  expect([data.value, busy.value, asked.length]).toEqual(['last', false, 2])
})
