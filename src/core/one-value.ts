/** In these value representations a backslash is part of the text and not a delimiter (PS3.5, section 6.2). */
export const ONE_VALUE: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UR'])
