/** A number of the command line. */
export function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`${text} is not a whole number.`)
  process.exit(1)
}
