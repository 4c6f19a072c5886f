import { existsSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian's package chromium-common; Google's Chrome has the same files. */
const FOLDERS = ['/usr/lib/chromium', '/opt/google/chrome']

/** What a process needs in its environment to find SwiftShader, Chromium's processor that plays a GPU, or undefined where it is not. */
export function swiftshaderEnvironment(): NodeJS.ProcessEnv | undefined {
  const folder = FOLDERS.find((each) =>
    ['libvulkan.so.1', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json'].every((file) => existsSync(join(each, file)))
  )
  if (folder === undefined) return undefined
  // The loader alone, without all else that lies beside it.
  const loader = mkdtempSync(join(tmpdir(), 'medoid-vulkan-'))
  symlinkSync(join(folder, 'libvulkan.so.1'), join(loader, 'libvulkan.so.1'))
  const driver = join(folder, 'vk_swiftshader_icd.json')
  return { ...process.env, LD_LIBRARY_PATH: loader, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver }
}
