/** Of exporting a catalogue. Here, since what describes jobs loads no SQLite. */
export const STAGES = ['Reading values', 'Writing tables'] as const
