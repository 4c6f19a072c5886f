import { FIRST_VALUE } from '../tag-codes.ts'
import type { Matches } from './match.ts'
import type { StudyIndex, Texts } from './study-index.ts'

export const STUDY_SORTS = ['date', 'patient', 'description', 'modality', 'series', 'images'] as const
export type StudySort = (typeof STUDY_SORTS)[number]

/** What is left of a study. */
export interface StudyCounts {
  series: Uint32Array
  instances: Uint32Array
  images: Uint32Array
}

export function countStudies({ studyStarts }: StudyIndex, matches: Matches): StudyCounts {
  const studies = studyStarts.length - 1
  const counts = {
    series: new Uint32Array(studies),
    instances: new Uint32Array(studies),
    images: new Uint32Array(studies)
  }
  for (let study = 0; study < studies; study++) {
    for (let series = studyStarts[study]; series < studyStarts[study + 1]; series++) {
      counts.series[study] += Number(matches.instances[series] > 0)
      counts.instances[study] += matches.instances[series]
      counts.images[study] += matches.images[series]
    }
  }
  return counts
}

const WITHOUT = Infinity
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/**
 * The studies of which something is left, in an order. What has no value stands last in either direction; ties by date, the newest first,
 * then as in the catalogue.
 */
export function studiesInOrder(
  index: StudyIndex,
  counts: StudyCounts,
  sort: StudySort,
  order: 'ascending' | 'descending'
): Uint32Array {
  const { date } = index.study
  const left = Uint32Array.from({ length: date.length }, (_, study) => study).filter(
    (study) => counts.instances[study] > 0
  )
  const key = keysOf(index, counts, sort)
  const sign = order === 'ascending' ? 1 : -1
  return left.sort((a, b) => {
    const [x, y] = [key[a], key[b]]
    if (x !== y) return x === WITHOUT ? 1 : y === WITHOUT ? -1 : (x - y) * sign
    return date[b] - date[a] || a - b
  })
}

/** A number by study, in whose order the studies stand. */
function keysOf(index: StudyIndex, counts: StudyCounts, sort: StudySort): Float64Array {
  const { study, series, studyStarts } = index
  switch (sort) {
    case 'date':
      return Float64Array.from(study.date, (date) => date || WITHOUT)
    case 'series':
      return Float64Array.from(counts.series)
    case 'images':
      return Float64Array.from(counts.images)
    case 'description':
      return ranked(study.StudyDescription)
    case 'modality': {
      const ranks = ranked(series.Modality)
      return Float64Array.from(study.date, (_, each) => ranks[studyStarts[each]])
    }
    case 'patient': {
      const [names, ids] = [ranked(study.PatientName), ranked(study.PatientID)]
      // By name, in a name by ID: two patients of one name stay apart.
      return Float64Array.from(names, (name, each) => {
        if (name === WITHOUT && ids[each] === WITHOUT) return WITHOUT
        const [first, second] = [name, ids[each]].map((rank) => (rank === WITHOUT ? names.length + ids.length : rank))
        return first * 2 ** 26 + second
      })
    }
  }
}

/** By owner of a text its place among all texts; WITHOUT for none. */
function ranked({ codes, texts }: Texts): Float64Array {
  const used = [...new Set(codes)].filter((code) => code >= FIRST_VALUE)
  used.sort((a, b) => collator.compare(texts[a], texts[b]))
  const rankOf = new Map(used.map((code, rank) => [code, rank]))
  return Float64Array.from(codes, (code) => rankOf.get(code) ?? WITHOUT)
}
