import { userInfo } from 'node:os'
import { givenText, MOST_AUTHOR } from './given-text.ts'

/** Who uses this program, as the system calls them; '' where it has no name for them, as in a container with a user of its own. */
export function systemUser(): string {
  const name = givenText(loginName(), MOST_AUTHOR)
  return typeof name === 'string' ? name : ''
}

function loginName(): string {
  try {
    return userInfo().username
  } catch (error) {
    // The system's list of users does not have this one.
    if ((error as NodeJS.ErrnoException).syscall === 'uv_os_get_passwd') return ''
    throw error
  }
}
