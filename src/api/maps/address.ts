/** What `/map/…` asks for: a question whose answer is bytes. What is given is checked where it is answered. */
interface Wanted {
  method: 'maps.points' | 'maps.colours'
  given: object
}

/**
 * `/map/3/tags/points`: the points of the map by tags of run 3; `/map/3.15/tags/cluster`: their clusters of clustering 3.15, and so on;
 * `/map/3.15/tags/tag/Modality`: what a tag says of them, percent-encoded.
 * @returns null: no such address
 */
export function mapAt(path: string): Wanted | null {
  const found = /^\/map\/([\d.]{1,20})\/(tags|pixels)\/([a-z]{1,20})(?:\/([^/]{1,9000}))?$/.exec(path)
  if (found === null) return null
  const [, name, by, what, encoded] = found
  if (what === 'points')
    return encoded === undefined ? { method: 'maps.points', given: { run: Number(name), by } } : null
  const tag = encoded === undefined ? undefined : decoded(encoded)
  if (tag === null) return null
  return {
    method: 'maps.colours',
    given: { clustering: name, by, colour: what, ...(tag === undefined ? {} : { tag }) }
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign without its two digits.
    return null
  }
}
