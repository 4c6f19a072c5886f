import type { PlaceName } from '../../places.ts'

interface TourStep {
  title: string
  text: string
  /** What it is about, by its `data-tour`: a place of the side bar, or a part of the bar at the top. */
  at: PlaceName | 'catalogue' | 'jobs' | 'help'
}

/** What somebody should know who sees the window for the first time. */
export const TOUR: readonly TourStep[] = [
  {
    title: 'Begin with a folder',
    text: 'Open a folder of DICOM files, or the sample archive. Medoid reads the headers into a catalogue on this machine, changes no file, and sends nothing anywhere.',
    at: 'catalogue'
  },
  {
    title: 'Look before you cluster',
    text: 'The archive shows patients, studies and series with their pictures. Tags, below it, searches every tag and every value.',
    at: 'archive'
  },
  {
    title: 'Repair the tags',
    text: 'Tag review finds values that are missing or look wrong, and suggests others with their reasons; nothing is applied until you accept it. Sources, above it, compares the sites of a merged catalogue. Files stay as they are.',
    at: 'tag-review'
  },
  {
    title: 'Choose what counts',
    text: 'Images are compared by their tags. Medoid proposes which, and says why it leaves the others out; you include, exclude and weigh them.',
    at: 'features'
  },
  {
    title: 'Cluster, look, name',
    text: 'Cluster for several numbers of clusters, open the one that fits, and name each cluster with a key. Clusters can be merged, split and corrected.',
    at: 'clusters'
  },
  {
    title: 'Check, and take it with you',
    text: 'The evaluation tests whether the images of a cluster look alike. Export writes your names as labels of every image.',
    at: 'evaluation'
  },
  {
    title: 'Help is here',
    text: 'How the work goes, all keys, a glossary, and this tour. Long work runs in the background: Jobs, beside it, lists it.',
    at: 'help'
  }
]
