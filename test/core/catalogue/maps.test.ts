import { beforeEach, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { listMaps, loadMap, type MapChunk, mapKeys, placedChunks, saveMap } from '../../../src/core/catalogue/maps.ts'
import { saveRun } from '../../../src/core/catalogue/runs.ts'
import { clustering, MAP, mapReport, RUN, runResult } from './stored/examples.ts'
import { appendHeaders, newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
beforeEach(() => {
  catalogue = newCatalogue()
  saveRun(catalogue.db, RUN, [clustering(2, 0.3)], runResult)
})

/** The places of a chunk, of which the first is this one and the others are none. */
function chunkAt(chunk: number, x: number, y: number): MapChunk {
  const positions = new Float32Array(2 * 4096).fill(NaN)
  positions.set([x, y])
  return { chunk, positions }
}

/** The first place of each chunk. */
const firstPlaces = (chunks: Iterable<MapChunk>) =>
  Array.from(chunks, ({ chunk, positions }) => [chunk, positions[0], positions[1]])

test('a map is read as it was saved, with the places of all images', () => {
  const { db } = catalogue
  saveMap(db, MAP, [chunkAt(0, 1, 2), chunkAt(17, 3, 4)])
  expect(loadMap(db, 1, 'tags')).toEqual({ ...MAP, created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string })
  expect(firstPlaces(placedChunks(db, 1, 'tags'))).toEqual([
    [0, 1, 2],
    [17, 3, 4]
  ])
})

test('a run has a map by tags and one by pixels; each takes the place of the one before it', () => {
  const { db } = catalogue
  const pixels = { ...MAP, by: 'pixels', parameters: { ...MAP.parameters, model: 2 } } as const
  saveMap(db, MAP, [chunkAt(0, 1, 2), chunkAt(17, 3, 4)])
  saveMap(db, pixels, [chunkAt(0, 5, 6)])
  saveMap(db, { ...MAP, positions: new Float32Array(6) }, [chunkAt(0, 7, 8)])
  expect(listMaps(db).map(({ run, by, parameters }) => [run, by, parameters.model])).toEqual([
    [1, 'tags', null],
    [1, 'pixels', 2]
  ])
  expect(mapKeys(db)).toEqual([
    { run: 1, by: 'tags' },
    { run: 1, by: 'pixels' }
  ])
  expect(loadMap(db, 1, 'tags')!.positions).toEqual(new Float32Array(6))
  expect(firstPlaces(placedChunks(db, 1, 'tags'))).toEqual([[0, 7, 8]])
  expect(firstPlaces(placedChunks(db, 1, 'pixels'))).toEqual([[0, 5, 6]])
})

test('where saving fails halfway, the map that there was stays as it was', () => {
  const { db } = catalogue
  saveMap(db, MAP, [chunkAt(0, 1, 2)])
  function* failing(): Iterable<MapChunk> {
    yield chunkAt(0, 9, 9)
    throw new Error('The disk is full.')
  }
  expect(() => saveMap(db, { ...MAP, positions: new Float32Array(6) }, failing())).toThrow('The disk is full.')
  expect(loadMap(db, 1, 'tags')!.positions).toEqual(MAP.positions)
  expect(firstPlaces(placedChunks(db, 1, 'tags'))).toEqual([[0, 1, 2]])
})

test('there is no map of a run that has none', () => {
  expect(loadMap(catalogue.db, 1, 'tags')).toBeNull()
  expect([...placedChunks(catalogue.db, 1, 'tags')]).toEqual([])
})

test('a catalogue of an older version, which may only be read, has no maps', () => {
  const { db } = catalogue
  db.exec('DROP TABLE map; DROP TABLE map_chunk; PRAGMA user_version = 5')
  expect([loadMap(db, 1, 'tags'), listMaps(db), mapKeys(db), [...placedChunks(db, 1, 'tags')]]).toEqual([
    null,
    [],
    [],
    []
  ])
})

test('a map has as many places as the sample of its run has images', async () => {
  saveMap(catalogue.db, { ...MAP, positions: new Float32Array(4) }, [])
  const message = 'Map 1 by tags is damaged: positions have to be 3, as many as the sample of the run has'
  expect(() => loadMap(catalogue.db, 1, 'tags')).toThrow(message)
  const { findings } = await check(catalogue)
  expect(findings.flatMap(({ examples }) => examples)).toContainEqual(expect.stringContaining(message))
})

test('check finds a chunk of another length, and one of images that there are not', async () => {
  const { db } = catalogue
  appendHeaders(catalogue, [{ Modality: 'CT' }])
  saveMap(db, MAP, [{ chunk: 0, positions: new Float32Array(8) }])
  const named = async () => (await check(catalogue)).findings.flatMap(({ examples }) => examples)
  expect(await named()).toContainEqual(expect.stringContaining('map 1 by tags: The catalogue is damaged'))
  saveMap(db, MAP, [chunkAt(1, 0, 0)])
  expect(await named()).toContain('map 1 by tags: its places of instances from 4096 on are damaged')
})

test('nothing is stored that could not be read', () => {
  const result = { ...mapReport(1), laidOut: -1 }
  expect(() => saveMap(catalogue.db, { ...MAP, result }, [])).toThrow('result.laidOut has to be a whole number')
  expect(mapKeys(catalogue.db)).toEqual([])
})
