import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WindowBackend } from '../../../src/api/backend.ts'
import type { Arguments, Event, MethodName, Results } from '../../../src/api/contract.ts'
import { demoJob } from '../../../src/jobs/demo.ts'
import { rejectJob } from '../../../src/jobs/edit.ts'
import { featureParameters } from '../../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'
import { forkProcess } from '../../../src/server/fork.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'

const CLUSTERING = '1.3'
const out = temporaryFolder()
const file = join(out, 'catalogue.sqlite')
const heard: Event[] = []
let backend: WindowBackend
/** Tags with their values in every image of the sample, none of which stands in other words. */
const PERSONAL = [
  '(0008,0018)', // SOP Instance UID
  '(0008,0020)', // Study Date
  '(0008,0050)', // Accession Number
  '(0008,0080)', // Institution Name
  '(0008,0090)', // Referring Physician's Name
  '(0008,103E)', // Series Description
  '(0010,0010)', // Patient's Name
  '(0010,0020)', // Patient ID
  '(0010,0030)', // Patient's Birth Date
  '(0020,000D)', // Study Instance UID
  '(0020,000E)' // Series Instance UID
]
/** Of tags that may tell of a person, a place or a time; and where files lie. */
let personal: string[]

async function ask<M extends MethodName>(method: M, given: Arguments<M>): Promise<Results[M]> {
  const reply = await backend.call(method, given)
  if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`)
  return reply.value as Results[M]
}

/** What there is of them in an answer. */
function told(answer: unknown): string[] {
  const text = answer instanceof Uint8Array ? new TextDecoder().decode(answer) : JSON.stringify(answer)
  return personal.filter((value) => text.includes(value))
}

beforeAll(async () => {
  process.env.XDG_DATA_HOME = temporaryFolder()
  await demoJob.run({ out, images: 60, seed: 3, k: [3] }, {})
  backend = new WindowBackend('browser', forkProcess)
  backend.listen((event) => heard.push(event))
  await ask('catalogue.open', { file })
  const values = await Promise.all(
    PERSONAL.map(async (tag) => {
      const found = await ask('tags.distribution', { tag, path: '', creator: '', limit: 1000 })
      return found.values.map(({ value }) => value)
    })
  )
  // What a code of the standard means, too.
  personal = [out, ...new Set(values.flat())].filter((value) => value !== 'Dose Report')
  expect(personal.length).toBeGreaterThan(50)
  const [description] = values[PERSONAL.indexOf('(0008,103E)')]
  const where = [{ tag: 'SeriesDescription', operator: 'is' as const, value: description }]
  await rejectJob.run({ catalogue: file, run: CLUSTERING, where }, {})
})
afterAll(() => backend.close())

const options = withDefaults(featureParameters, {
  where: [{ tag: 'StudyDescription', operator: 'contains', value: 'a' }]
})
const page = { offset: 0, limit: 100 }
const studies = { filter: {}, patients: true } as const
const tag = 'SeriesDescription'
const clustered = { clustering: CLUSTERING, cluster: 0 }

/** Questions whose answers hold something personal. */
const ASKED: { [M in MethodName]?: Arguments<M> } = {
  'app.state': {},
  'archive.sources': {},
  'files.list': { list: 'instances', ...page },
  'studies.list': { ...studies, sort: 'date', order: 'ascending', ...page },
  'studies.series': { ...studies, study: 0, limit: 100 },
  'studies.images': { ...studies, sort: 'date', order: 'ascending', study: null, series: null, ...page },
  'clusterings.edits': { clustering: CLUSTERING },
  'clusterings.rejected': { clustering: CLUSTERING, ...page },
  'images.place': { instance: 0 },
  'images.elements': { instance: 0 },
  'tags.list': {},
  'tags.distribution': { tag: '(0010,0010)', creator: '', path: '', limit: 100 },
  'conditions.complete': { text: 'PatientName=', limit: 100 },
  'clusterings.report': { clustering: CLUSTERING },
  'clusters.members': {
    ...clustered,
    sort: 'value',
    order: 'ascending',
    tag,
    shows: ['PatientID', tag],
    headers: true,
    ...page
  },
  'clusters.tag': { ...clustered, tag },
  'maps.image': { clustering: CLUSTERING, instance: 0, tag },
  'maps.colours': { clustering: CLUSTERING, by: 'tags', colour: 'tag', tag },
  'export.preview': {
    clustering: CLUSTERING,
    columns: ['path', 'PatientName', 'StudyDate'],
    format: 'csv',
    rows: 20
  }
}

describe('what may tell of a person, a place or a time', () => {
  test.each(Object.entries(ASKED) as [MethodName, never][])(
    '%s tells it, and while it is hidden does not',
    async (method, given) => {
      await ask('app.hide', { hides: false })
      expect(told(await ask(method, given))).not.toEqual([])
      await ask('app.hide', { hides: true })
      expect(told(await ask(method, given))).toEqual([])
    }
  )

  test('events do not tell it either', async () => {
    await ask('app.hide', { hides: true })
    heard.length = 0
    const { id } = await ask('jobs.start', { job: 'scan', parameters: { folders: [out] } })
    await expect
      .poll(() =>
        heard.some(
          ({ event, data }) => event === 'job' && ['done', 'failed'].includes((data as { state: string }).state)
        )
      )
      .toBe(true)
    expect(told(heard)).toEqual([])
    expect(told([await ask('jobs.list', {}), await ask('jobs.log', { id })])).toEqual([])
  })

  test('nor do errors', async () => {
    await ask('app.hide', { hides: true })
    const reply = await backend.call('catalogue.open', { file: join(out, 'not there', 'c.sqlite') })
    expect(reply.ok).toBe(false)
    expect(told(reply)).toEqual([])
  })
})

describe('a pseudonym', () => {
  test('is the same for the same text, and what is asked with it is about that text', async () => {
    await ask('app.hide', { hides: true })
    const [, member] = (
      await ask('clusters.members', {
        clustering: CLUSTERING,
        cluster: null,
        sort: 'value',
        order: 'ascending',
        tag,
        ...page
      })
    ).rows
    expect(member.value).toMatch(/^\[hidden \d+\]$/)
    const { values } = await ask('clusters.tag', { clustering: CLUSTERING, cluster: null, tag })
    const { here } = values.find(({ value }) => value === member.value)!
    const among = [{ tag, value: member.value! }]
    const found = await ask('clusters.members', {
      clustering: CLUSTERING,
      cluster: null,
      sort: 'instance',
      order: 'ascending',
      among,
      ...page
    })
    expect(found.total).toBe(here)
  })

  test('stands for a catalogue, which keeps its name', async () => {
    const { catalogue, recent } = await ask('app.hide', { hides: true })
    expect(catalogue).toMatch(/^\[hidden \d+\].catalogue\.sqlite$/)
    expect(recent).toEqual([catalogue])
    await ask('catalogue.close', {})
    expect(await ask('catalogue.open', { file: catalogue! })).toMatchObject({ catalogue })
    expect(await ask('app.hide', { hides: false })).toMatchObject({ catalogue: file, recent: [file] })
  })

  test('stays in what comes of it, also in sentences', async () => {
    await ask('app.hide', { hides: true })
    const { options: found } = await ask('conditions.complete', { text: 'PatientName=', limit: 1 })
    const read = await ask('conditions.read', { text: `PatientName=${found[0].text}`, where: [] })
    expect(read).toMatchObject({
      condition: { tag: 'PatientName', value: found[0].label },
      words: `PatientName is ${found[0].label}`,
      images: found[0].count
    })
    const none = await ask('conditions.read', { text: `Modality=${found[0].text}`, where: [] })
    expect(none.fault?.message).toBe(`No image satisfies “Modality is ${found[0].label}”.`)
  })

  test('stands for values that somebody chose images by, which are kept as they are', async () => {
    await ask('app.hide', { hides: false })
    const [{ value }] = (await ask('tags.distribution', { tag: '(0010,0010)', creator: '', path: '', limit: 1 })).values
    const where = [{ tag: 'PatientName', operator: 'is' as const, value }]
    await ask('features.keep', { options: { ...options, where }, follows: null })
    await ask('app.hide', { hides: true })
    const { chosen } = await ask('features.kept', {})
    expect(told(chosen)).toEqual([])
    await ask('features.keep', { options: { ...options, where: chosen!.options.where }, follows: null })
    await ask('app.hide', { hides: false })
    expect((await ask('features.kept', {})).chosen?.options.where).toEqual(where)
  })
})
