import { expect, test } from 'vitest'
import { HEADERS } from '../../src/api/headers.ts'
import { refusal } from '../../src/server/guard.ts'

test.each([
  ['GET', { host: '127.0.0.1:8420' }],
  ['GET', { host: 'localhost:1' }],
  ['GET', { host: '[::1]:65535' }],
  ['GET', { host: 'LOCALHOST' }],
  // A tunnel ends on a port of its own.
  ['POST', { host: 'localhost:9999', origin: 'http://localhost:9999' }]
])('%s with %j is let in', (method, headers) => {
  expect(refusal(method, headers)).toBeNull()
})

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
  ['another method', 'PUT', { host: '127.0.0.1:8420', origin: 'http://127.0.0.1:8420' }]
])('%s is refused', (_what, method, headers) => {
  expect(refusal(method, headers)).not.toBeNull()
})

test('scripts come from files of ours alone', () => {
  const scripts = /script-src ([^;]*)/.exec(HEADERS['content-security-policy'])![1]
  expect(scripts).toBe("'self' 'wasm-unsafe-eval'")
})
