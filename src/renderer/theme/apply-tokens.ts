import { type ThemeName, TOKENS } from './tokens.ts'

/** Puts the tokens where style sheets find them: `accentSoft` becomes `--accent-soft`. */
export function applyTokens(name: ThemeName): void {
  const root = document.documentElement
  root.dataset.theme = name
  root.style.colorScheme = name
  for (const [token, value] of Object.entries(TOKENS[name])) {
    root.style.setProperty(`--${token.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value as string)
  }
}

/** Nothing moves, also where the system allows it. */
export function keepStill(isStill: boolean): void {
  document.documentElement.toggleAttribute('data-still', isStill)
}
