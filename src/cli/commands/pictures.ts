import type { Command } from 'commander'
import type { PicturesReport } from '../../jobs/look-at-pictures.ts'
import { pictures } from '../../jobs/definitions/archive.ts'
import { count, counted, duration } from '../../messages/format.ts'
import { derivedTable } from '../derived-table.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given } from '../options.ts'
import { skippedLines } from '../pictures.ts'

export function register(program: Command): void {
  common(program.command(pictures.command))
    .summary('find constant, nearly black, oddly shaped, unreadable and duplicate pictures')
    .description(
      `Decodes the picture of every image that it has not looked at before, and stores what it finds as tags:

  PictureContent          normal, constant, nearly black, unreadable
  PictureShape            normal, elongated (longer than four times its width), tiny (below 32 pixels)
  PictureDuplicate        unique, representative, exact copy, near duplicate, not compared
  PictureDuplicateGroup   a number for each group of duplicates

They are used as every other tag, but are no features unless you include them:

  medoid tags --tag PictureContent
  medoid cluster --where PictureContent=normal --where "PictureDuplicate!=near duplicate"

It needs no model. Stopped or killed, the same command goes on where it was; after a scan it looks at the new images.`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await pictures.load(), given(command, pictures), options, describe)
    })
}

function describe({ images, looked, found, groups, skipped, seconds }: PicturesReport): string {
  return [
    `${counted(images, 'images')}, ${count(looked)} of them looked at now, ${duration(seconds)}; ${counted(groups, 'groups')} of duplicates.`,
    '',
    derivedTable(found, { title: 'images', count: images }),
    ...skippedLines(skipped, 'could not be read this time')
  ].join('\n')
}
