import type { PICTURE_REMARKS } from '../../messages/en/picture-remarks.ts'
import type { ParametersOf } from '../../messages/message.ts'

type RemarkCode = keyof typeof PICTURE_REMARKS

/** Something about a file that its picture is shown in spite of: what was ignored, assumed or is missing. */
export type Remark = { [C in RemarkCode]: { code: C; parameters: ParametersOf<C> } }[RemarkCode]

/** Adds a remark, once. @param parameters what comes from a file as an `excerpt` */
export function addRemark<C extends RemarkCode>(to: Remark[], code: C, parameters: ParametersOf<C>): void {
  const told = JSON.stringify(parameters)
  const isKnown = to.some((known) => known.code === code && JSON.stringify(known.parameters) === told)
  if (!isKnown) to.push({ code, parameters } as Remark)
}

/** What a file says, short and without control characters. */
export function excerpt(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 64)
}
