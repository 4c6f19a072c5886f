import type { Command } from 'commander'
import type { MapReport } from '../../core/catalogue/stored/map.ts'
import { map } from '../../jobs/definitions/map.ts'
import { count, counted, decimal, duration, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'

export function register(program: Command): void {
  withParameters(common(program.command(map.command)), map.parameters)
    .summary('lay the images of a run out as a map')
    .description(
      `Lays the sample of a run out in the plane, each image near what it resembles, and places all other images of the run at their nearest ones; the map is kept with the run, one by tags and one by pixels. The window shows it, and so does the report.

Near means alike; how far apart islands lie, how large they are and where up is mean nothing. Islands are laid out by PaCMAP, which keeps who is a neighbour of whom. The same seed gives the same map. Images that are scanned later have no place on it: make it again.

  medoid map 1
  medoid map 1 --by pixels --model 2 --sample-only`
    )
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await map.load(), given(command, map), options, describe)
    })
}

function describe({ run, by, model, laidOut, quality, placed, withoutPicture, seconds }: MapReport): string {
  const means = model === null ? 'by their tags' : `by their pictures as model ${model.id} sees them`
  const lines = [`Map of run ${run}: ${counted(laidOut, 'images')} laid out ${means}.`]
  if (placed === null)
    lines.push('The other images of the run have no place: leave out --sample-only to give them one.')
  else lines.push(`${count(placed.placed)} of ${counted(placed.images, 'images')} have a place.`)
  if (placed !== null && placed.withoutSharedFeature > 0) {
    const without = counted(placed.withoutSharedFeature, 'images')
    lines.push(`${without} share no feature with any image of the sample, and have no place.`)
  }
  if (withoutPicture > 0) lines.push(`${counted(withoutPicture, 'images')} could not be read, and have no place.`)
  if (quality === null) lines.push('The sample is too small to say how well the map keeps neighbours.')
  else {
    lines.push(
      `Of the ${quality.neighbours} neighbours of an image on the map, ${percent(quality.recall)} are as near as its ${quality.neighbours} nearest. Trustworthiness ${decimal(quality.trustworthiness)}, continuity ${decimal(quality.continuity)}; ${percent(quality.triplets)} of random triplets are in the right order.`
    )
  }
  const all = Object.values(seconds).reduce((sum, each) => sum + each, 0)
  const next = `Next: medoid report --run ${run} --out report.html, or "medoid map ${run} --by ${by === 'tags' ? 'pixels' : 'tags'}".`
  return [...lines, '', `Done in ${duration(all)}. ${next}`].join('\n')
}
