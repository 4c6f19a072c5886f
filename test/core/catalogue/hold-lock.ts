import { openForWriting } from '../../../src/core/catalogue/database.ts'

// Holds a catalogue open for writing until it is killed. What nobody refers to would be collected, and closed.
const catalogue = openForWriting(process.argv[2], 'holding the lock')
process.send!('held')
setInterval(() => catalogue.db.open, 1000)
