/** Stages of exporting a catalogue, in a file of their own: definitions of jobs load no SQLite. */
export const STAGES = ['Reading values', 'Writing tables'] as const
