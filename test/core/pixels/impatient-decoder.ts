import { servePictures } from '../../../src/core/pixels/serve-pictures.ts'
import { WorkBudget } from '../../../src/core/processes/work-budget.ts'
import { doDeed } from './odd-deeds.ts'

// Two looks of the watchdog without any processor time.
servePictures(doDeed, new WorkBudget({ maxIdle: 2 }))
