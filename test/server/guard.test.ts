import { expect, test } from 'vitest'
import { HEADERS } from '../../src/api/headers.ts'
import { refusal } from '../../src/server/guard.ts'

test.each([
  ['GET', { host: '127.0.0.1:8420' }],
  ['GET', { host: 'localhost:1' }],
  ['GET', { host: '[::1]:65535' }],
  ['GET', { host: 'LOCALHOST' }],
  // A tunnel ends on a port of its own.
  ['POST', { host: 'localhost:9999', origin: 'http://localhost:9999' }],
  ['POST', { host: 'localhost:1', origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' }],
  ['GET', { host: 'localhost:1', 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' }],
  // Typed, or opened by another program.
  [
    'GET',
    { host: 'localhost:1', 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  ],
  // A link in a chat or a notebook.
  [
    'GET',
    { host: 'localhost:1', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  ],
  [
    'GET',
    { host: 'localhost:1', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  ]
])('%s with %j is let in', (method, headers) => {
  expect(refusal(method, headers)).toBeNull()
})

const HERE = { host: '127.0.0.1:8420' }

test.each([
  ['a rebound name', 'GET', { host: 'evil.example' }],
  ['a rebound name that begins well', 'GET', { host: '127.0.0.1.evil.example:80' }],
  ['a name that ends well', 'GET', { host: 'evil.example#localhost' }],
  ['the address of all interfaces', 'GET', { host: '0.0.0.0:8420' }],
  ['no Host', 'GET', {}],
  ['a foreign Origin', 'GET', { host: '127.0.0.1:8420', origin: 'https://evil.example' }],
  ['the Origin of another port', 'POST', { host: '127.0.0.1:8420', origin: 'http://127.0.0.1:9000' }],
  ['another name for this machine', 'POST', { host: '127.0.0.1:8420', origin: 'http://localhost:8420' }],
  ['an opaque Origin', 'POST', { host: '127.0.0.1:8420', origin: 'null' }],
  ['a post without Origin', 'POST', { host: '127.0.0.1:8420' }],
  // No Origin comes with it, and a cookie does: for cookies all ports of a machine are one site.
  ['a picture in a page of another port', 'GET', { ...HERE, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'image' }],
  ['a script in a page elsewhere', 'GET', { ...HERE, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  [
    'a frame',
    'GET',
    { ...HERE, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }
  ],
  ['a form elsewhere', 'POST', { ...HERE, origin: 'http://127.0.0.1:8420', 'sec-fetch-site': 'cross-site' }],
  ['a site that no standard knows', 'GET', { ...HERE, 'sec-fetch-site': 'SAME', 'sec-fetch-mode': 'cors' }],
  ['another method', 'PUT', { host: '127.0.0.1:8420', origin: 'http://127.0.0.1:8420' }]
])('%s is refused', (_what, method, headers) => {
  expect(refusal(method, headers)).not.toBeNull()
})

test('scripts come from files of ours alone', () => {
  const scripts = /script-src ([^;]*)/.exec(HEADERS['content-security-policy'])![1]
  expect(scripts).toBe("'self' 'wasm-unsafe-eval'")
})
