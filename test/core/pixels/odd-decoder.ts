import { servePictures } from '../../../src/core/pixels/serve-pictures.ts'
import { doDeed } from './odd-deeds.ts'

servePictures(doDeed)
