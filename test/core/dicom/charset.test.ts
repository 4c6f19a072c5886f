import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Charsets } from '../../../src/core/dicom/charset.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { explicit, explicitFile, item, read } from './build.ts'
import { Tally } from './tally.ts'

function decode(charset: string, hex: string, kind: 'name' | 'values' | 'text' = 'name'): string {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  return new Charsets().of(charset).decode(bytes, kind !== 'text', kind === 'name')
}

// The examples of PS3.5 annexes H (Japanese), I (Korean), J (Unicode and GB18030) and K (GB 2312).

test('H.3.1: Japanese, JIS X 0208 by code extension of the default repertoire', () => {
  const name =
    '59 61 6D 61 64 61 5E 54 61 72 6F 75 3D 1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42 42 40 4F 3A 1B 28 42 3D ' +
    '1B 24 42 24 64 24 5E 24 40 1B 28 42 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 42'
  expect(decode('\\ISO 2022 IR 87', name)).toBe('Yamada^Tarou=山田^太郎=やまだ^たろう')
})

test('H.3.2: Japanese, half-width katakana and JIS X 0208', () => {
  const name =
    'D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A 1B 28 4A 3D ' +
    '1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 4A'
  expect(decode('ISO 2022 IR 13\\ISO 2022 IR 87', name)).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう')
})

test('I.2: Korean; the delimiters of a name end the designation', () => {
  const name =
    '48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7 3D ' +
    '1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF'
  expect(decode('\\ISO 2022 IR 149', name)).toBe('Hong^Gildong=洪^吉洞=홍^길동')
})

test('I.3: Korean in a long text; a new line ends the designation', () => {
  const text =
    '1B 24 29 43 54 68 65 20 66 69 72 73 74 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73 20 B1 E6 B5 BF 2E 0D 0A ' +
    '1B 24 29 43 54 68 65 20 73 65 63 6F 6E 64 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73 20 B1 E6 B5 BF 2C 20 74 6F 6F 2E 0D 0A ' +
    '54 68 65 20 74 68 69 72 64 20 6C 69 6E 65 2E'
  expect(decode('\\ISO 2022 IR 149', text, 'text')).toBe(
    'The first line includes 길동.\r\nThe second line includes 길동, too.\r\nThe third line.'
  )
})

test('J.1: Chinese in UTF-8', () => {
  const name = '57 61 6e 67 5e 58 69 61 6f 44 6f 6e 67 3d e7 8e 8b 5e e5 b0 8f e6 9d b1 3d'
  expect(decode('ISO_IR 192', name)).toBe('Wang^XiaoDong=王^小東=')
})

test('J.3: Chinese in GB18030', () => {
  expect(decode('GB18030', '57 61 6e 67 5e 58 69 61 6f 44 6f 6e 67 3d cd f5 5e d0 a1 b6 ab 3d')).toBe(
    'Wang^XiaoDong=王^小东='
  )
})

test('K.2: Chinese, GB 2312 by code extension', () => {
  const name = '5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D 1B 24 29 41 D5 C5 5E 1B 24 29 41 D0 A1 B6 AB 3D'
  expect(decode('\\ISO 2022 IR 58', name)).toBe('Zhang^XiaoDong=张^小东=')
})

test.each([
  // One letter of each set; code points from the sets' own standards.
  ['ISO_IR 100', 'e9', 'é'],
  ['ISO_IR 101', 'b3', 'ł'],
  ['ISO_IR 109', 'a1', 'Ħ'],
  ['ISO_IR 110', 'b6', 'ļ'],
  ['ISO_IR 144', 'd0', 'а'],
  ['ISO_IR 127', 'e2', 'ق'],
  ['ISO_IR 126', 'c4', 'Δ'],
  ['ISO_IR 138', 'f9', 'ש'],
  ['ISO_IR 148', 'fd', 'ı'],
  ['ISO_IR 203', 'a4', '€'],
  ['ISO_IR 166', 'a1', 'ก'],
  ['ISO_IR 13', 'b1', 'ｱ'],
  ['GBK', 'c4 e3', '你'],
  ['GB18030', '81 30 81 30', '\u0080']
])('%s: %s is %s', (charset, hex, expected) => {
  expect(decode(charset, hex)).toBe(expected)
})

test.each([
  ['1b 2d 41 e9', 'é'],
  ['1b 2d 42 b3', 'ł'],
  ['1b 2d 43 a1', 'Ħ'],
  ['1b 2d 44 b6', 'ļ'],
  ['1b 2d 4c d0', 'а'],
  ['1b 2d 47 e2', 'ق'],
  ['1b 2d 46 c4', 'Δ'],
  ['1b 2d 48 f9', 'ש'],
  ['1b 2d 4d fd', 'ı'],
  ['1b 2d 54 a1', 'ก'],
  ['1b 29 49 b1', 'ｱ'],
  ['1b 24 28 44 30 21', '丂'],
  ['1b 24 42 30 21 1b 28 42 61', '亜a']
])('the escape sequence of %s designates what makes it %s (PS3.3 tables C.12-3 and C.12-4)', (hex, expected) => {
  expect(decode('ISO 2022 IR 6\\ISO 2022 IR 100', hex)).toBe(expected)
})

test('the byte of a backslash within a kanji is no delimiter; one outside of it ends the designation', () => {
  // 施 is 3B 5C in JIS X 0208; 5C alone is the backslash.
  expect(decode('\\ISO 2022 IR 87', '1b 24 42 3b 5c 1b 28 42 5c 41', 'values')).toBe('施\\A')
})

test('behind ^ and = of a name, and only of a name, the initial sets are back', () => {
  // FB F3 is 洪 in KS X 1001; without a designation, bytes above ASCII are read as Latin-1.
  expect(decode('\\ISO 2022 IR 149', '1b 24 29 43 fb f3 5e fb f3')).toBe('洪^ûó')
  expect(decode('\\ISO 2022 IR 149', '1b 24 29 43 fb f3 3d fb f3')).toBe('洪=ûó')
  expect(decode('\\ISO 2022 IR 149', '1b 24 29 43 fb f3 5e fb f3', 'values')).toBe('洪^洪')
})

test.each(['ISO IR 144', 'ISO-IR-144', 'iso_ir_144', ' ISO_IR 144 '])('%j is taken for ISO_IR 144', (term) => {
  expect(decode(term, 'd0')).toBe('а')
})

test.each([
  // As pydicom reads them, and others: separators, a forgotten beginning, and what encodings are called elsewhere.
  ['utf8', 'c3 a9', 'é'],
  ['UTF-8', 'c3 a9', 'é'],
  ['utf_8', 'c3 a9', 'é'],
  ['ISO-IR 192', 'c3 a9', 'é'],
  ['ISO_IR_192', 'c3 a9', 'é'],
  ['ISO IR192', 'c3 a9', 'é'],
  ['ISO 2022 IR 192', 'c3 a9', 'é'],
  ['gb18030', 'c4 e3', '你'],
  ['GB 18030', 'c4 e3', '你'],
  ['gbk', 'c4 e3', '你'],
  ['ISO 2022 GBK', 'c4 e3', '你'],
  ['gb2312', 'c4 e3', '你'],
  ['ISO-IR 100', 'e9', 'é'],
  ['iso_ir_100', 'e9', 'é'],
  ['ISO_IR100', 'e9', 'é'],
  ['ISO-2022-IR-101', 'b3', 'ł'],
  ['ISO 2022 58', '1b 24 29 41 c4 e3', '你'],
  ['latin1', 'e9', 'é'],
  ['ISO-8859-1', 'e9', 'é'],
  ['iso8859_2', 'b3', 'ł'],
  ['ISO 8859-5', 'd0', 'а'],
  ['windows-1252', '93 e9 94', '“é”'],
  ['cp1251', 'c4', 'Д'],
  ['koi8-r', 'c4', 'д'],
  ['big5', 'a7 41', '你'],
  ['euc_kr', 'fb f3', '洪'],
  ['EUC-JP', 'bb b3', '山'],
  ['shift_jis', '8e 52', '山'],
  ['ks_c_5601-1987', 'b1 e8', '김'],
  ['iso-2022-jp', '1b 24 42 3b 33 1b 28 42', '山']
])('%j is understood: %s is %s', (term, hex, expected) => {
  const charset = new Charsets().of(term)
  expect(charset.unknown).toEqual([])
  expect(decode(term, hex)).toBe(expected)
})

test.each(['UTF-16', 'ISO_IR 999', 'ISO 10646', 'replacement', 'x-user-defined', 'constructor', '?'])(
  '%j means nothing',
  (term) => {
    expect(new Charsets().of(term).unknown).toHaveLength(1)
  }
)

test.each([
  // Unicode's JIS0208.TXT; the web takes them for Windows's ～ － ∥ ￠ ￡ ￢.
  ['\\ISO 2022 IR 87', '1b 24 42 21 41 21 5d 21 42 21 71 21 72 22 4c', '〜−‖¢£¬'],
  ['ISO_IR 13', '81 60 81 7c 81 61 81 91 81 92 81 ca', '〜−‖¢£¬'],
  ['euc-jp', 'a1 c1 a1 dd a1 c2 a1 f1 a1 f2 a2 cc', '〜−‖¢£¬'],
  // JIS0212.TXT: a tilde, and a broken bar.
  ['\\ISO 2022 IR 159', '1b 24 28 44 22 37 22 43', '~¦'],
  // What is full-width in JIS stays so.
  ['\\ISO 2022 IR 87', '1b 24 42 21 31 21 40 21 5c', '￣＼＋']
])('the symbols of JIS are not those of Windows: %s, %s', (charset, hex, expected) => {
  expect(decode(charset, hex)).toBe(expected)
})

test('kanji in Shift-JIS are read where katakana are declared', () => {
  const name = 'd4 cf c0 de 5e c0 db b3 3d 8e 52 93 63 5e 91 be 98 59'
  expect(decode('ISO_IR 13', name)).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎')
  expect(decode('ISO 2022 IR 13\\ISO 2022 IR 87', name)).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎')
  // Behind katakana, with first bytes from 81 and from E0 on (灌, 燿), and with the byte of a backslash or a caret within.
  expect(decode('ISO_IR 13', 'b1 9f f3 e0 a0 b2')).toBe('ｱ灌燿ｲ')
  expect(decode('ISO_IR 13', '95 5c 5c 89 5c', 'values')).toBe('表\\噂')
  expect(decode('ISO_IR 13', '8f 40 8f 5e 5e 41')).toBe('宗戎^A')
})

test('half a kanji at the end is no character, and takes nothing with it', () => {
  expect(decode('ISO_IR 13', '41 e0')).toBe('A\ufffd')
})

test('without a charset, bytes above ASCII are Latin-1', () => {
  expect(decode('', 'c4')).toBe('Ä')
})

test('bytes that are no text in their charset become replacement characters, not errors', () => {
  expect(decode('ISO_IR 192', 'ff 41')).toBe('\ufffdA')
  expect(decode('\\ISO 2022 IR 87', '1b 24 42 30')).toBe('\ufffd')
})

test('an unknown term is an issue, and the text is read without it', () => {
  const { outcome, values } = read(
    explicitFile(explicit(0x00080005, 'CS', 'ISO_IR 999'), explicit(0x00100010, 'PN', 'M\xfcller'))
  )
  expect(outcome).toEqual({
    status: 'dicom',
    sopInstanceUid: '',
    issues: [
      {
        code: 'character-set-unknown',
        message: 'Specific Character Set (0008,0005) names "ISO IR 999", which is no defined term.'
      }
    ]
  })
  expect(values.PatientName).toBe('Müller')
})

test('an item has the charset of what contains it, or its own', () => {
  const name = explicit(0x0040a123, 'PN', '\xc4')
  const { values } = read(
    explicitFile(
      explicit(0x00080005, 'CS', 'ISO_IR 126'),
      explicit(0x00081110, 'SQ', item(name)),
      explicit(0x00081115, 'SQ', item(explicit(0x00080005, 'CS', 'ISO_IR 100'), name)),
      explicit(0x00081140, 'SQ', item(name))
    )
  )
  expect(values['ReferencedStudySequence.PersonName']).toBe('Δ')
  expect(values['ReferencedSeriesSequence.PersonName']).toBe('Ä')
  expect(values['ReferencedImageSequence.PersonName']).toBe('Δ')
})

test('the same bytes in two charsets are two values', () => {
  const reader = new HeaderReader({ byteBudget: 1 << 16 })
  for (const charset of ['ISO_IR 100', 'ISO_IR 126', 'ISO_IR 100']) {
    reader.readBytes(explicitFile(explicit(0x00080005, 'CS', charset), explicit(0x00100010, 'PN', '\xc4')))
  }
  const names = new Tally().instances(reader.takeBatch()).map((cells) => cells.at(-1)?.[1])
  expect(names).toEqual(['Ä', 'Δ', 'Ä'])
})

const singles = fileURLToPath(new URL('../../../../shared/dicom/singles/pydicom/', import.meta.url))
if (!existsSync(singles)) console.log(`charset samples skipped: there is no ${singles}`)

// The samples that pydicom, dcmtk and others share, with the names that their authors gave.
test.skipIf(!existsSync(singles)).each([
  ['chrArab.dcm', 'قباني^لنزار'],
  ['chrFren.dcm', 'Buc^Jérôme'],
  ['chrGerm.dcm', 'Äneas^Rüdiger'],
  ['chrGreek.dcm', 'Διονυσιος'],
  ['chrH31.dcm', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
  ['chrH32.dcm', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
  ['chrHbrw.dcm', 'שרון^דבורה'],
  ['chrI2.dcm', 'Hong^Gildong=洪^吉洞=홍^길동'],
  ['chrRuss.dcm', 'Люкceмбypг'],
  ['chrX1.dcm', 'Wang^XiaoDong=王^小東='],
  ['chrX2.dcm', 'Wang^XiaoDong=王^小东='],
  ['chrKoreanMulti.dcm', '김희중'],
  ['chrJapMulti.dcm', 'やまだ^たろう']
])('%s holds the name %s', (name, expected) => {
  const reader = new HeaderReader({ byteBudget: 1 << 16 })
  expect(reader.read(singles + name).status).toBe('dicom')
  const [cells] = new Tally().instances(reader.takeBatch())
  expect(cells.find(([definition]) => definition.keyword === 'PatientName')?.[1]).toBe(expected)
})

const faults = fileURLToPath(new URL('../../../../shared/faults/dicom/', import.meta.url))
if (!existsSync(faults)) console.log(`reported faults of charsets skipped: there is no ${faults}`)

// As pydicom and dcmtk read them.
test.skipIf(!existsSync(faults)).each([
  ['sjis_in_iso_ir_13.dcm', 'PatientName', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎'],
  ['jis_symbols.dcm', 'StudyDescription', '〜−‖¢£¬']
])('%s: %s is %s', (name, keyword, expected) => {
  expect(read(readFileSync(faults + name)).values[keyword]).toBe(expected)
})
