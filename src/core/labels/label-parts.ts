/** What stands between modality, region and details of a suggested label. */
export const BETWEEN_PARTS = ' · '

/** What a cluster is called beside its number: the name that a person gave it, else the suggested one, which may be ''. */
export function clusterName(label: string | undefined, suggested: string): string {
  return label ?? (suggested === '' ? 'unnamed' : suggested)
}

/** The parts that suggested labels begin with, all of them the same; '' where they differ from the first on. */
export function commonParts(labels: readonly string[]): string {
  const [first = [], ...others] = labels.map((label) => label.split(BETWEEN_PARTS))
  const differs = first.findIndex((part, i) => others.some((parts) => parts[i] !== part))
  return first.slice(0, differs < 0 ? first.length : differs).join(BETWEEN_PARTS)
}
