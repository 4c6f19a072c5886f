import { expect, test } from 'vitest'
import { escaped, html } from '../../../src/core/report/html.ts'
import fc from '../../fast-check.ts'

test('what is put into a template is text, in elements and in attributes', () => {
  const value = `<img src=x onerror="alert('1')">&amp;`
  expect(html`<p title="${value}">${value}</p>`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>'
  )
})

test('HTML in a template stays HTML, lists are put one behind the other, and what is not there is left out', () => {
  const items = ['a', 'b'].map((each) => html`<li>${each}</li>`)
  const list = html`<ul>
    ${items}${null}${undefined}${false}${0}
  </ul>`
  expect(list.text.replaceAll('\n', '')).toBe('<ul><li>a</li><li>b</li>0</ul>')
})

test('no text can become markup or turn the direction of what stands beside it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escaped(text)).not.toMatch(/[<>"'\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/u)
    })
  )
  expect(escaped('a\u202eb\u0000c')).toBe('a·b·c')
})

test('half a character becomes a whole one, so that the page is UTF-8', () => {
  expect(escaped('\ud800x')).toBe('\ufffdx')
})
