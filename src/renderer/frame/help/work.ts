import { PLACES, type PlaceName } from '../../places.ts'

/** What is done in each place, for those who have never been there. */
const DONE: Record<PlaceName, string> = {
  archive:
    'Open a folder of DICOM files. Medoid reads the header of every file into a catalogue on this machine and changes no file. Then look through patients, studies and series, and at the files that could not be read.',
  tags: 'Search every tag and every value, see how often images have a tag and how its values are spread.',
  sources:
    'Where images come from several sites, see which tags each writes and in which words and units, and accept or reject what would make them alike.',
  'tag-review':
    'Have values suggested where a tag is missing or looks wrong, see why, and accept, reject or skip each. Files stay as they are.',
  features:
    'Medoid decides by which tags images are compared, and says why it leaves the others out. Include or exclude tags, weigh them, and save the choice under a name.',
  clustering:
    'Cluster a sample for several numbers of clusters K. The silhouette says which K fits; assign the other images for the K that you want to work with.',
  clusters:
    'Look at each cluster, its medoid and the tags that tell it from the others. Name it with one key. Merge, split or move what does not fit; the original clustering stays.',
  map: 'See every image as a point near those that are like it, and select some with the lasso.',
  tree: 'See how clusters fall into groups, and cut the tree where fewer or more clusters are wanted.',
  compare: 'Put two clusterings side by side: which images moved between clusters.',
  labels:
    'Import labels from elsewhere and see where clusters disagree with them, or let a second reader name the clusters without seeing the names of the first.',
  image: 'See the pixels and all tags of one image: window, cine, measurements, its series and study.',
  similar: 'Find the images that are most like one of them, and see which tags make them so.',
  evaluation:
    'Train a model on pictures and test whether the images of a cluster look more alike than chance would have it.',
  export: 'Write labels, features or vectors as a file, or a report of all of it as one page.'
}

/** The places in the order of the work, with what is done there. */
export const WORK = PLACES.map(({ name, title }) => ({ name, title, text: DONE[name] }))
