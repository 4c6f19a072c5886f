import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEPT = 10

/** The catalogues that were open, last first, in a small file of the user's data folder. */
export class RecentCatalogues {
  private readonly file: string

  constructor(folder: string) {
    this.file = join(folder, 'recent.json')
  }

  /** Those that are still there. */
  list(): string[] {
    return this.read().filter((file) => existsSync(file))
  }

  add(catalogue: string): void {
    const files = [catalogue, ...this.read().filter((file) => file !== catalogue)].slice(0, KEPT)
    mkdirSync(join(this.file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(`${this.file}.new`, JSON.stringify(files))
    renameSync(`${this.file}.new`, this.file)
  }

  private read(): string[] {
    if (!existsSync(this.file)) return []
    try {
      const files: unknown = JSON.parse(readFileSync(this.file, 'utf8'))
      return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : []
    } catch (error) {
      // A list that was damaged is no reason not to start; the next catalogue that is opened writes it anew.
      if (error instanceof SyntaxError) return []
      throw error
    }
  }
}
