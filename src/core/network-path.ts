/**
 * Whether a path names a machine on the network: `\\server\share`, `//server/share`, `\\?\UNC\server\share`. Whatever looks at one on
 * Windows sends that machine the user's name and a hash of the password. Devices (`\\.\COM1`) begin so, too.
 */
export function isNetworkPath(path: string): boolean {
  return /^[\\/]{2}/.test(path)
}
