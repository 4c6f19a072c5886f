import { is, type ContradictionRule } from './rule.ts'

const MADE = ['StudyDate', 'SeriesDate', 'AcquisitionDate', 'ContentDate', 'AcquisitionDateTime']
const BIRTH = 'PatientBirthDate'
/** Röntgen's first picture, and a life before that. */
const [FIRST_PICTURE, FIRST_BIRTH] = [1895, 1780]

export const DATES: ContradictionRule = {
  code: 'dates',
  title: 'Impossible dates',
  says: 'A date lies before the first X-ray images (1895), in the future, or before the patient was born.',
  keywords: [BIRTH, ...MADE],
  contradicts(valueOf, today) {
    for (const tag of [BIRTH, ...MADE]) {
      const date = dateIn(valueOf(tag))
      if (date === null) continue
      const year = Number(date.slice(0, 4))
      if (year < (tag === BIRTH ? FIRST_BIRTH : FIRST_PICTURE) || date > today) return [is(tag, valueOf(tag))]
    }
    const [born, studied] = [dateIn(valueOf(BIRTH)), dateIn(valueOf('StudyDate'))]
    if (born === null || studied === null || born <= studied) return null
    return [is(BIRTH, valueOf(BIRTH)), is('StudyDate', valueOf('StudyDate'))]
  }
}

/** `YYYYMMDD` of a date or a date with time (PS3.5, table 6.2-1), also as ACR-NEMA wrote it; null of what is none. */
function dateIn(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[.]?(\d{2})[.]?(\d{2})/.exec(text) ?? []
  return year === undefined ? null : `${year}${month}${day}`
}
