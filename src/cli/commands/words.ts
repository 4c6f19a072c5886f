import type { Command } from 'commander'
import { words } from '../../jobs/definitions/archive.ts'
import type { WordsReport } from '../../jobs/read-words.ts'
import { counted, duration } from '../../messages/format.ts'
import { derivedTable } from '../derived-table.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given } from '../options.ts'

export function register(program: Command): void {
  common(program.command(words.command))
    .summary('read regions of the body, sides, contrast, sequences and planes from descriptions')
    .description(
      `Reads what headers and descriptions say in English, German, Croatian, French, Spanish or Italian, and stores it as tags, so
that HEAD, BRAIN, "Schädel nativ" and "IRM cérébrale" are one region:

  Region          the part of the body, as most of BodyPartExamined, SeriesDescription, ProtocolName,
                  RequestedProcedureDescription and StudyDescription say; where they differ, the first of these
  RegionFrom      which of them say so
  Side            left, right or both: from ImageLaterality, Laterality, or a description
  ContrastGiven   yes or no: from ContrastBolusAgent, or a description
  SequenceType    of MR: T1, T2, FLAIR, diffusion, …: from SeriesDescription or ProtocolName
  ImagePlane      axial, sagittal, coronal or oblique: from ImageOrientationPatient, or a description

They are used as every other tag, but are no features unless you include them:

  medoid tags --tag Region
  medoid cluster --include Region --where ContrastGiven=no

After a scan the same command reads the new instances, too. No free text is kept: only these words.`
    )
    .action(async (options: CommonOptions, command: Command) => {
      await perform(await words.load(), given(command, words), options, describe)
    })
}

function describe({ instances, found, seconds }: WordsReport): string {
  return [
    `${counted(instances, 'instances')}, ${duration(seconds)}.`,
    '',
    derivedTable(found, { title: 'instances', count: instances })
  ].join('\n')
}
