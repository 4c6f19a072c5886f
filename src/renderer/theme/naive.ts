import { createLocale, darkTheme, enGB, type GlobalThemeOverrides, lightTheme } from 'naive-ui'
import { type ThemeName, TOKENS } from './tokens.ts'

export const NAIVE_THEMES = { dark: darkTheme, light: lightTheme }

/** What an empty field says that has no words of its own: a button's word in a list, and nothing in a field with a label. */
export const NAIVE_WORDS = createLocale(
  {
    Input: { placeholder: '' },
    InputNumber: { placeholder: 'as usual' },
    Select: { placeholder: 'Choose' },
    Cascader: { placeholder: 'Choose' }
  },
  enGB
)

/** Naive UI in Medoid's tokens. */
export function naiveOverrides(name: ThemeName): GlobalThemeOverrides {
  const t = TOKENS[name]
  return {
    common: {
      primaryColor: t.accent,
      primaryColorHover: t.accentHover,
      primaryColorPressed: t.accent,
      primaryColorSuppl: t.accent,
      errorColor: t.bad,
      errorColorHover: t.bad,
      errorColorPressed: t.bad,
      warningColor: t.warn,
      successColor: t.good,
      bodyColor: t.ground,
      cardColor: t.surface,
      modalColor: t.raised,
      popoverColor: t.raised,
      tableColor: t.surface,
      inputColor: t.ground,
      textColorBase: t.text,
      textColor1: t.text,
      textColor2: t.text,
      textColor3: t.textMuted,
      placeholderColor: t.textFaint,
      borderColor: t.lineStrong,
      dividerColor: t.line,
      fontFamily: 'inherit',
      fontFamilyMono: 'var(--mono)',
      fontSize: '1rem',
      fontSizeTiny: '0.92rem',
      fontSizeSmall: '1rem',
      fontSizeMedium: '1rem',
      fontSizeLarge: '1.08rem',
      heightTiny: '1.7rem',
      heightSmall: '2.1rem',
      heightMedium: '2.4rem',
      heightLarge: '2.9rem',
      borderRadius: '0.35rem',
      borderRadiusSmall: '0.25rem'
    },
    // In the dark, fields would have no border otherwise.
    Input: { border: `1px solid ${t.lineStrong}`, placeholderColor: t.textFaint },
    Select: {
      peers: {
        InternalSelection: { border: `1px solid ${t.lineStrong}` },
        // Its list is virtual, and reckons in pixels.
        InternalSelectMenu: { optionHeightTiny: '30px', optionHeightSmall: '30px', optionHeightMedium: '30px' }
      }
    },
    Button: {
      textColorPrimary: t.accentText,
      textColorHoverPrimary: t.accentText,
      textColorPressedPrimary: t.accentText,
      textColorFocusPrimary: t.accentText
    }
  }
}
