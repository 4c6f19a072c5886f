import type { Agreement } from '../catalogue/stored/evaluation.ts'

/** Without the names of tags that were left out, some of which are their creators'. */
export type PublicAgreement = Pick<Agreement, 'homogeneity' | 'nmi'>

export function publicAgreement({ homogeneity, nmi }: Agreement): PublicAgreement {
  return { homogeneity, nmi }
}
