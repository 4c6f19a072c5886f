import type { ElementList, ListedElement } from '../../core/dicom/listed-element.ts'
import { object } from '../../core/schema.ts'
import { hostMethod } from '../method.ts'
import { instance } from './arguments.ts'

export type { ElementList, ListedElement }

const one = object({ instance })

/** What the file of an image says: answered by the process that opens files. */
export const elements = {
  'images.elements': hostMethod(one, (host, { instance }, { signal }): Promise<ElementList> =>
    host.askFile(instance, (path) => host.files.ask({ ask: 'elements', path }, signal), signal)
  )
}
