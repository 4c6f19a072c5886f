import { userInfo } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { systemUser } from '../../src/core/author.ts'

vi.mock('node:os', () => ({ userInfo: vi.fn() }))
const answers = vi.mocked(userInfo)
afterEach(() => vi.resetAllMocks())

const user = (username: string) => ({ username, uid: 1, gid: 1, shell: null, homedir: '/' })

test('names who uses the program', () => {
  answers.mockReturnValue(user('ada'))
  expect(systemUser()).toBe('ada')
})

test('of a user whom the system does not know, as in a container, there is no name', () => {
  answers.mockImplementation(() => {
    throw Object.assign(new Error('A system error occurred: uv_os_get_passwd returned ENOENT'), {
      code: 'ERR_SYSTEM_ERROR',
      syscall: 'uv_os_get_passwd'
    })
  })
  expect(systemUser()).toBe('')
})

test('nor of one whose name nothing can show', () => {
  answers.mockReturnValue(user('a\u0007b'))
  expect(systemUser()).toBe('')
})
