import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reply } from '../../src/api/contract.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { knownObjects, OBJECTS, PDF } from '../known-objects.ts'
import { closeBrowser, openShell, type Shell } from './hosts.ts'

const OURS = 'app://medoid/index.html'

let shell: Shell
beforeAll(async () => {
  shell = await openShell()
})
afterAll(async () => {
  await shell.close()
  await closeBrowser()
})

const invoke = (url: string, isTop: boolean, ...args: unknown[]) =>
  shell.tell({ type: 'invoke', channel: 'call', args, frame: { url, isTop } }) as Promise<Reply<unknown>>

test('the window is sandboxed, isolated and without Node', async () => {
  expect(shell.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false
  })
  expect(shell.log).toContainEqual(['enableSandbox'])
  const globals = await shell.page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis))
  expect(globals).toEqual([])
  expect(await shell.page.evaluate(() => Object.keys(window.medoid!).sort())).toEqual([
    'call',
    'cancel',
    'choose',
    'listen',
    'openDocument',
    'pathOf',
    'saveDocument',
    'showFile'
  ])
})

test('no option of the window weakens it', () => {
  const allowed = ['preload', 'sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag']
  const harmless = ['navigateOnDragDrop', 'spellcheck']
  const given = Object.keys(shell.options.webPreferences)
  expect(given.filter((option) => !allowed.includes(option) && !harmless.includes(option))).toEqual([])
})

test('the window may ask', async () => {
  expect(await invoke(OURS, true, 'app.state', {})).toMatchObject({ ok: true, value: { host: 'desktop' } })
})

test.each([
  ['a web page', 'https://evil.example/index.html', true],
  ['a host that begins like ours', 'app://medoid.evil/index.html', true],
  ['a host that is ours for those who read badly', 'app://medoid@evil/index.html', true],
  ['a file', 'file:///etc/passwd', true],
  ['nothing', 'about:blank', true],
  ['a frame within the window', OURS, false]
])('%s may not', async (_what, url, isTop) => {
  await expect(invoke(url, isTop, 'app.state', {})).rejects.toThrow('Only the window of Medoid may ask.')
  await expect(
    shell.tell({ type: 'invoke', channel: 'choose', args: [{ kind: 'folder' }], frame: { url, isTop } })
  ).rejects.toThrow('Only the window of Medoid may ask.')
  await expect(shell.tell({ type: 'invoke', channel: 'cancel', args: [1], frame: { url, isTop } })).rejects.toThrow(
    'Only the window of Medoid may ask.'
  )
})

test.each([
  ['a call of an unknown method', ['toString', {}]],
  ['a call with wrong arguments', ['files.list', { list: 'failed', offset: -1, limit: 10 }]],
  ['a call with an argument too many', ['archive.summary', { file: '/etc/passwd' }]],
  ['a call without arguments', ['archive.summary']]
])('%s is refused', async (_what, args) => {
  expect(await invoke(OURS, true, ...args)).toMatchObject({ ok: false, error: { code: 'invalid-arguments' } })
})

test.each([
  'app://medoid/../main/index.js',
  'app://medoid/%2e%2e/main/index.js',
  'app://medoid/..%2fmain%2findex.js',
  'app://medoid//etc/passwd',
  'app://other/index.html',
  'app://medoid/assets/'
])('%s leads to no file', async (url) => {
  expect(await shell.tell({ type: 'request', url })).toMatchObject({ status: 404 })
})

test('pages come with a policy that lets no inline script in', async () => {
  const { headers } = (await shell.tell({ type: 'request', url: OURS })) as { headers: Record<string, string> }
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/)
  const blocked = await shell.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.head.append(script)
    return !('ran' in globalThis)
  })
  expect(blocked).toBe(true)
})

test('nothing leads out of the window', async () => {
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
    expect(await shell.tell({ type: 'navigate', event, url: 'https://evil.example/' })).toBe(true)
    expect(await shell.tell({ type: 'navigate', event, url: 'app://medoid.evil/' })).toBe(true)
  }
  expect(await shell.tell({ type: 'navigate', event: 'will-navigate', url: OURS })).toBe(false)
  expect(await shell.tell({ type: 'open', url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'hid']) {
    expect(await shell.tell({ type: 'permission', permission, url: OURS })).toBe(false)
  }
  // A page of ours may tell that a job is over.
  expect(await shell.tell({ type: 'permission', permission: 'notifications', url: OURS })).toBe(true)
  const theirs = 'https://evil.example/'
  expect(await shell.tell({ type: 'permission', permission: 'notifications', url: theirs })).toBe(false)
})

test.each([
  'select-hid-device',
  'select-usb-device',
  'select-serial-port',
  'select-bluetooth-device',
  'pairing',
  'device-known',
  'screen'
] as const)('no page gets a device: %s', async (event) => {
  expect(await shell.tell({ type: 'device', event })).toBeNull()
})

test('a file is shown in the file manager, unless another machine would be asked for it', async () => {
  const show = (path: unknown) =>
    shell.tell({ type: 'invoke', channel: 'show-file', args: [path], frame: { url: OURS, isTop: true } })
  for (const path of [
    '//server/share/a.dcm',
    String.raw`\\server\share\a.dcm`,
    String.raw`\\?\UNC\server\share\a.dcm`,
    String.raw`\\.\COM1`,
    String.raw`/\server\share\a.dcm`,
    'file://server/share/a.dcm',
    'a.dcm',
    7
  ]) {
    await show(path).catch((error: Error) => expect(error.message).toContain('lies on another machine'))
  }
  await expect(show('//server/share/a.dcm')).rejects.toThrow('lies on another machine')
  await show('/archive/a.dcm')
  expect(shell.log.filter(([what]) => what === 'showItemInFolder')).toEqual([['showItemInFolder', '/archive/a.dcm']])
})

test('only a PDF that a person saved is opened, and no window names a path that is written', async () => {
  const folder = temporaryFolder()
  const window = await openShell({ catalogue: await knownObjects() })
  const ask = (channel: string, given: unknown) =>
    window.tell({ type: 'invoke', channel, args: [given], frame: { url: OURS, isTop: true } }) as Promise<
      Reply<unknown>
    >
  const saveAs = async (path: string | null, instance: unknown = OBJECTS.pdf) => {
    await window.tell({ type: 'choose', path })
    return ask('save-document', instance)
  }
  const pdf = join(folder, 'letter.pdf')
  const program = join(folder, 'letter.exe')
  expect(await ask('open-document', pdf)).toMatchObject({ error: { code: 'document-not-saved' } })
  expect(await saveAs(null)).toEqual({ ok: true, value: null })
  expect(await saveAs(pdf)).toEqual({ ok: true, value: { path: pdf, canOpen: true } })
  expect(readFileSync(pdf, 'latin1')).toBe(PDF)
  expect(await saveAs(program)).toEqual({ ok: true, value: { path: program, canOpen: false } })
  expect(await ask('open-document', pdf)).toEqual({ ok: true, value: null })
  for (const other of [program, '/etc/passwd', `${pdf}/../letter.pdf`, 7])
    expect(await ask('open-document', other)).toMatchObject({ error: { code: 'document-not-saved' } })
  expect(window.log.filter(([what]) => what === 'openPath')).toEqual([['openPath', pdf]])
  // What is no document leaves no file behind.
  const nothing = join(folder, 'nothing.pdf')
  expect(await saveAs(nothing, OBJECTS.ecg)).toMatchObject({ error: { code: 'no-document' } })
  expect(await saveAs(nothing, '/etc/passwd')).toMatchObject({ error: { code: 'invalid-arguments' } })
  expect(existsSync(nothing)).toBe(false)
  await window.close()
})

test('menus do what the window does', async () => {
  await shell.page.getByTestId('welcome').waitFor()
  await shell.tell({ type: 'menu', label: '&Dark or Light' })
  await expect.poll(() => shell.page.evaluate(() => document.documentElement.dataset.theme)).toBe('light')
  await shell.tell({ type: 'menu', label: '&Jobs' })
  await shell.page.getByText('No jobs yet').waitFor()
  await shell.page.keyboard.press('Escape')
  for (const [label, dialog] of [
    ['&Settings…', 'Settings'],
    ['&How the Work Goes', 'How the work goes'],
    ['&Glossary', 'Glossary'],
    ['&About Medoid', 'About Medoid']
  ]) {
    await shell.tell({ type: 'menu', label })
    await shell.page.getByRole('dialog', { name: dialog }).waitFor()
    await shell.page.keyboard.press('Escape')
    await shell.page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' })
  }
  await shell.tell({ type: 'menu', label: '&Tour' })
  await shell.page.getByTestId('tour-skip').click()
})

test('a recent catalogue opens from the menu, and it is said where one is gone', async () => {
  const folder = temporaryFolder()
  const [gone, kept] = [join(folder, 'gone.sqlite'), join(folder, 'kept.sqlite')]
  const window = await openShell({ catalogue: gone })
  const name = window.page.getByTestId('catalogue')
  const open = { channel: 'call', frame: { url: OURS, isTop: true } }
  await window.tell({ type: 'invoke', ...open, args: ['catalogue.open', { file: kept, create: true }] })
  await name.getByText('kept.sqlite').waitFor()
  await window.tell({ type: 'menu', label: gone })
  await name.getByText('gone.sqlite').waitFor()
  await window.tell({ type: 'menu', label: kept })
  await name.getByText('kept.sqlite').waitFor()
  rmSync(gone)
  await window.tell({ type: 'menu', label: gone })
  await expect
    .poll(() => window.log.find(([what]) => what === 'errorBox'))
    .toEqual(['errorBox', 'The catalogue cannot be opened', expect.stringContaining(gone)])
  await window.close()
})

test('closing the window ends no job, and the place of the window is kept', async () => {
  const archive = join(temporaryFolder(), 'archive')
  await writePhantom(archive, { images: 400, seed: 5 })
  const data = temporaryFolder()
  const first = await openShell({ data })
  await first.tell({ type: 'argv', argv: ['electron', '.', archive] })
  await expect
    .poll(() => first.log.some(([what, name]) => what === 'utilityProcess' && name === 'medoid scan'))
    .toBe(true)
  await first.tell({ type: 'close-window' })
  expect(await first.over).toBe(0)
  const folder = join(data, 'medoid', 'catalogue.sqlite-jobs')
  expect(existsSync(folder)).toBe(true)
  expect(JSON.parse(readFileSync(join(data, 'medoid', 'desktop', 'window.json'), 'utf8'))).toEqual({
    bounds: { x: 10, y: 20, width: 1280, height: 800 },
    maximised: false
  })
  const again = await openShell({ data })
  await expect.poll(() => again.page.getByTestId('figure-images').textContent()).toBe('400')
  await again.close()
})
