/**
 * Values of tags that somebody chose by, wherever they stand in plain data: in conditions, and as spellings that are one value or not.
 * @param isTag whether the values of a tag are hidden, by its name @param hide one of them
 */
export function hideChoices<A>(data: A, isTag: (name: string) => boolean, hide: (value: string) => string): A {
  return within(data) as A

  function within(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(within)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    const found = value as Record<string, unknown>
    const isHidden = typeof found.tag === 'string' && isTag(found.tag)
    return Object.fromEntries(
      Object.entries(found).map(([key, each]) => {
        if (isHidden && key === 'value' && typeof each === 'string') return [key, hide(each)]
        if (isHidden && key === 'values' && Array.isArray(each)) return [key, each.map((one) => hide(String(one)))]
        return [key, within(each)]
      })
    )
  }
}
