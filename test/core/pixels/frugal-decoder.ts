import { servePictures } from '../../../src/core/pixels/serve-pictures.ts'
import { WorkBudget } from '../../../src/core/processes/work-budget.ts'
import { doDeed } from './odd-deeds.ts'

// Half a second of processor time.
servePictures(doDeed, new WorkBudget({ base: 500 }))
