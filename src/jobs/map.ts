import { findClustering, loadRun } from '../core/catalogue/runs.ts'
import { saveMap } from '../core/catalogue/maps.ts'
import { loadModel, modelIds } from '../core/catalogue/models.ts'
import type { MapReport } from '../core/catalogue/stored/map.ts'
import { MedoidError } from '../core/errors.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { MapTask } from './definitions/map.ts'
import { mapByPixels } from './map-by-pixels.ts'
import { mapByTags } from './map-by-tags.ts'
import { PROGRAM_VERSION } from './program.ts'

/**
 * Lays the sample of a run out in the plane, places all its other images there, and keeps the map with the run, in place of the one by the
 * same that there was.
 */
export const mapJob: Job<MapTask, MapReport> = {
  run: ({ catalogue, run: asked, by, model: given, seed, sampleOnly }, work) =>
    adding(catalogue, async (reader, { db, file }) => {
      if (by === 'tags' && given !== undefined) throw new MedoidError('map-model-by-tags', {})
      const run = loadRun(db, findClustering(db, asked).run)
      const wanted = { seed, sampleOnly }
      let model: MapReport['model'] = null
      let made
      if (by === 'tags') made = await mapByTags(reader, run, wanted, work)
      else {
        const id = given === undefined ? modelIds(db).at(-1) : loadModel(db, given).id
        if (id === undefined) throw new MedoidError('map-without-model', {})
        made = await mapByPixels(reader, { db, file }, run, { ...wanted, model: id }, work)
        ;({ model } = made)
      }
      const { laidOut, quality, gap, placed, withoutPicture, seconds, positions, chunks } = made
      const result = { run: run.id, by, model, seed, laidOut, quality, gap, placed, withoutPicture, seconds }
      const parameters = { model: model?.id ?? null, ...wanted }
      saveMap(db, { run: run.id, by, program: PROGRAM_VERSION, parameters, positions, result }, chunks)
      return result
    })
}
