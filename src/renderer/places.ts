/** The places of the window in the order of the work, each with the key that goes there behind G. */
export const PLACES = [
  { name: 'archive', title: 'Archive', key: 'a', hint: 'Folders, scans and what they hold' },
  { name: 'tags', title: 'Tags', key: 't', hint: 'Every tag, how often, with which values' },
  { name: 'features', title: 'Features', key: 'f', hint: 'Which tags tell images apart' },
  { name: 'clustering', title: 'Clustering', key: 'k', hint: 'Sample, K and silhouettes' },
  { name: 'clusters', title: 'Clusters', key: 'c', hint: 'Look at the groups and name them' },
  { name: 'image', title: 'Image', key: 'i', hint: 'Pixels and tags of one image' },
  { name: 'evaluation', title: 'Evaluation', key: 'e', hint: 'How similar the groups really look' },
  { name: 'export', title: 'Export', key: 'x', hint: 'Labels as a file' }
] as const

export type PlaceName = (typeof PLACES)[number]['name']
