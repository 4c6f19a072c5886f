/** The look of Medoid: everything that has a colour takes it from here. Contrasts are WCAG AA on all three grounds. */
export interface Tokens {
  /** Of the window; of panels on it; of what lies above panels. */
  ground: string
  surface: string
  raised: string
  line: string
  lineStrong: string
  text: string
  textMuted: string
  textFaint: string
  /** One accent: what can be acted on, what is chosen, what is measured. */
  accent: string
  accentHover: string
  accentText: string
  accentSoft: string
  good: string
  warn: string
  bad: string
}

export type ThemeName = 'dark' | 'light'

export const TOKENS: Record<ThemeName, Tokens> = {
  dark: {
    ground: '#0f1215',
    surface: '#161a1e',
    raised: '#1d2227',
    line: '#2a3138',
    lineStrong: '#404a53',
    text: '#dde3e7',
    textMuted: '#a0abb4',
    textFaint: '#84909a',
    accent: '#5fbfc6',
    accentHover: '#7acdd3',
    accentText: '#06262a',
    accentSoft: '#1c3539',
    good: '#7bc58a',
    warn: '#e0b05c',
    bad: '#f0908a'
  },
  light: {
    ground: '#eff1f3',
    surface: '#fbfcfc',
    raised: '#ffffff',
    line: '#d5dbdf',
    lineStrong: '#aeb8c0',
    text: '#192025',
    textMuted: '#48545e',
    textFaint: '#5d6973',
    accent: '#0a6670',
    accentHover: '#0b7681',
    accentText: '#ffffff',
    accentSoft: '#d6eaec',
    good: '#1e6b35',
    warn: '#7d5200',
    bad: '#ad231b'
  }
}
