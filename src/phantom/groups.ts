import { phantomInstances, type PhantomOptions } from './archive.ts'
import type { PhantomGroup } from './exams.ts'

/** What the pictures of an archive truly show, by SOP Instance UID: no file says it in one place. @throws MedoidError `phantom-options` */
export function phantomGroups(options: PhantomOptions): Map<string, PhantomGroup> {
  const groups = new Map<string, PhantomGroup>()
  for (const { sopInstanceUid, group } of phantomInstances(options)) groups.set(sopInstanceUid, group)
  return groups
}

/** The name of a group. */
export function groupName({ modality, region, plane, weighting }: PhantomGroup): string {
  return [modality, region, plane, weighting].join()
}
