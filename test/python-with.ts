import { spawnSync } from 'node:child_process'

/** The first Python here that has these modules: the one that MEDOID_TEST_PYTHON names, the one on the PATH, the system's. */
export function pythonWith(...modules: string[]): string | undefined {
  return [process.env.MEDOID_TEST_PYTHON, 'python3', '/usr/bin/python3', 'python'].find(
    (python) =>
      python !== undefined &&
      spawnSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' }).status === 0
  )
}
