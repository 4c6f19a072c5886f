import { expect, test } from 'vitest'
import { hostMethods } from '../../src/api/host-methods.ts'
import { readCall as readCallOf } from '../../src/api/method.ts'
import { questions } from '../../src/api/questions.ts'

const methods = { ...hostMethods, ...questions }
const readCall = (method: unknown, given: unknown) => readCallOf(methods, method, given)

test.each(['toString', '__proto__', 'constructor', 'archive', 'archive.summary ', '', null, 7, {}])(
  'the method %j is refused',
  (method) => {
    expect(() => readCall(method, {})).toThrow(expect.objectContaining({ code: 'invalid-arguments' }))
  }
)

test('a call comes back with its arguments read', () => {
  expect(readCall('files.list', { list: 'failed', offset: 0, limit: 50 })).toEqual({
    method: 'files.list',
    given: { list: 'failed', offset: 0, limit: 50 }
  })
})

test('a job takes what that job takes, and no catalogue: that is the one that is open', () => {
  const scan = (parameters: unknown) => readCall('jobs.start', { job: 'scan', parameters })
  expect(scan({ folders: ['/data'] }).given).toEqual({ job: 'scan', parameters: { folders: ['/data'] } })
  expect(() => scan({ folders: ['/data'], catalogue: '/etc/passwd' })).toThrow(
    'parameters.catalogue has to be left out'
  )
  expect(() => scan({ folders: '/data' })).toThrow('jobs.start.parameters.folders has to be a list.')
  expect(() => readCall('jobs.start', { job: 'constructor', parameters: {} })).toThrow(
    'jobs.start.job has to be one of'
  )
})

test('every method refuses what is no object', () => {
  for (const method of Object.keys(methods)) expect(() => readCall(method, 'x')).toThrow('has to be an object')
})
