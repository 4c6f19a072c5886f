import { app } from './areas/app.ts'
import { elements } from './areas/elements.ts'
import { duplicates } from './areas/duplicates.ts'
import { jobs } from './areas/jobs.ts'
import { objects } from './areas/objects.ts'
import { tilings } from './areas/tilings.ts'

/** What a window may ask that the host answers itself: without SQLite, which is synchronous. */
export const hostMethods = { ...app, ...duplicates, ...elements, ...jobs, ...objects, ...tilings }
