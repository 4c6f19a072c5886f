import { openForWriting } from '../../../src/core/catalogue/database.ts'

// Holds a catalogue open for writing until it is killed.
openForWriting(process.argv[2], 'holding the lock')
process.send!('held')
setInterval(() => {}, 1000)
