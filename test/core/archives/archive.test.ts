import { createHash, randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { finish, openingMember } from '../../../src/core/archives/archive.ts'
import { LIMITS } from '../../../src/core/archives/limits.ts'
import { tarFile, zipFile } from '../../archive-files.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { archiveOf, contents, look } from './listed.ts'
import { pythonWith } from '../../python-with.ts'

test('other files are no archives, whatever their name', () => {
  expect(look('x.zip', Buffer.from('hello'))).toBeNull()
  expect(look('x.tar', Buffer.alloc(2000))).toBeNull()
  expect(look('x.zip', Buffer.alloc(0))).toBeNull()
  expect(look('x.zip', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'))).toBeNull()
})

test.each([
  ['a stored zip', 'in.zip', zipFile([{ name: '1', bytes: 'one' }]), 0],
  ['a deflated zip', 'in.zip', zipFile([{ name: '1', bytes: 'one' }]), 8],
  ['a stored tar', 'in.tar', tarFile([{ name: '1', bytes: 'one' }]), 0],
  ['a compressed tar', 'in.tgz', gzipSync(tarFile([{ name: '1', bytes: 'one' }])), 8]
])('%s within a zip', (_what, name, bytes, method) => {
  const outer = archiveOf('x.zip', zipFile([{ name, bytes, method }]))!
  const inner = finish(openingMember(outer, outer.members[0]))!
  expect(contents(inner)).toEqual({ '1': 'one' })
  inner.close()
  outer.close()
})

test('an archive within another is not inflated beyond the limit', () => {
  const bytes = Buffer.concat([zipFile([{ name: '1' }]), Buffer.alloc(40 << 20)])
  const outer = archiveOf('x.zip', zipFile([{ name: 'in.zip', bytes }]))!
  const limits = { ...LIMITS, inflated: 35 << 20 }
  expect(() => finish(openingMember(outer, outer.members[0], limits))).toThrow('longer than 35 MiB')
  outer.close()
})

test('closing an archive closes its files, and leaves nothing among the temporary ones', () => {
  const before = openFiles()
  const archive = archiveOf('x.tgz', gzipSync(tarFile([{ name: '1', bytes: 'one' }])))!
  if (before !== null) expect(openFiles()).toBe(before + 2)
  archive.close()
  expect(openFiles()).toBe(before)
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('medoid-unpacked'))).toEqual([])
})

/** null where the system does not tell. */
function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}

const damages = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
const SOUND = {
  'x.zip': zipFile([
    { name: 'a/1', bytes: 'one'.repeat(50) },
    { name: 'a/2', bytes: 'two', method: 0 },
    { name: 'b', bytes: 'three', isZip64: true, hasDescriptor: true }
  ]),
  'x.tar': tarFile([
    { name: 'a/1', bytes: 'one'.repeat(50) },
    { name: 'pax', type: 'x', bytes: '17 path=other/name\n' },
    { name: 'b', bytes: 'three' }
  ]),
  'x.tgz': gzipSync(tarFile([{ name: 'a/1', bytes: 'one'.repeat(50) }]))
}

test.each(Object.entries(SOUND))(
  'whatever is wrong with %s, it is told, and no more is read than there is',
  (name, sound) => {
    const path = join(temporaryFolder(), 'count')
    writeFileSync(path, '')
    fc.assert(
      fc.property(damages, fc.option(fc.nat()), (damage, cut) => {
        const bytes = Buffer.from(sound)
        // Half of the damage to the end, where the directory of a zip is.
        for (const [i, [at, value]] of damage.entries())
          bytes[i % 2 === 0 ? at % bytes.length : bytes.length - 1 - (at % 200)] = value
        const found = look(name, cut === null ? bytes : bytes.subarray(0, cut % bytes.length))
        const size = Object.values(found?.members ?? {}).reduce((sum, { length }) => sum + length, 0)
        expect(size).toBeLessThan(10_000)
      }),
      { numRuns: 300 }
    )
    // No file was left open: the next one gets the lowest number.
    const [one, other] = [openSync(path, 'r'), openSync(path, 'r')]
    closeSync(one)
    closeSync(other)
    expect(other).toBeLessThan(one + 20)
  }
)

const PYTHON = pythonWith('zipfile', 'tarfile')
if (PYTHON === undefined) console.log('The comparison with zipfile and tarfile is skipped: there is no Python.')

test.skipIf(PYTHON === undefined)("what Python's zipfile and tarfile write is read", () => {
  const folder = temporaryFolder()
  const noise = randomBytes(100_000)
  writeFileSync(join(folder, 'noise'), noise)
  const script = `
import zipfile, tarfile, io, sys
noise = open('noise', 'rb').read()
files = {'ä/1': noise, 'long/' * 60 + 'name': b'two', 'empty': b'', '日本/x': noise[:999]}
with zipfile.ZipFile('x.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for n, b in files.items(): z.writestr(n, b)
    with z.open(zipfile.ZipInfo('zip64'), 'w', force_zip64=True) as f: f.write(noise)
class Pipe(io.RawIOBase):
    def __init__(self): self.f = open('piped.zip', 'wb')
    def writable(self): return True
    def write(self, b): return self.f.write(b)
with zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED) as z:
    for n, b in files.items(): z.writestr(n, b)
for name, mode, fmt in [('pax.tar', 'w', tarfile.PAX_FORMAT), ('gnu.tar', 'w', tarfile.GNU_FORMAT), ('pax.tgz', 'w:gz', tarfile.PAX_FORMAT)]:
    with tarfile.open(name, mode, format=fmt) as t:
        for n, b in files.items():
            i = tarfile.TarInfo(n); i.size = len(b); t.addfile(i, io.BytesIO(b))
`
  execFileSync(PYTHON!, ['-c', script], { cwd: folder })
  const digest = (text: string) => createHash('sha1').update(text, 'latin1').digest('hex')
  const digests = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [Buffer.from(name, 'latin1').toString(), digest(text)])
    )
  const expected = {
    'ä/1': digest(noise.toString('latin1')),
    [`${'long/'.repeat(60)}name`]: digest('two'),
    empty: digest(''),
    '日本/x': digest(noise.toString('latin1', 0, 999))
  }
  const read = (name: string) => {
    const { members, issues } = look(name, readFileSync(join(folder, name)))!
    return { name, members: digests(members), issues }
  }
  expect(read('x.zip')).toEqual({ name: 'x.zip', members: { ...expected, zip64: expected['ä/1'] }, issues: [] })
  for (const name of ['piped.zip', 'pax.tar', 'gnu.tar', 'pax.tgz']) {
    expect(read(name)).toEqual({ name, members: expected, issues: [] })
  }
})
