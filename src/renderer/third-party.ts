/** What is passed on with Medoid, and the texts of its licences, which ask for that; most packages share theirs with others. */
export interface ThirdParty {
  packages: {
    name: string
    version: string
    /** As its package.json says, mostly by its SPDX name. */
    licence: string
    /** Places in `texts`; none where a package has no file with its licence. */
    texts: number[]
  }[]
  texts: string[]
}
