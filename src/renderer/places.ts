/** The places of the window in the order of the work, each with the key that goes there behind G. */
export const PLACES = [
  { name: 'archive', title: 'Archive', key: 'a', hint: 'Folders, scans and their contents' },
  { name: 'tags', title: 'Tags', key: 't', hint: 'Every tag with its frequency and values' },
  { name: 'sources', title: 'Sources', key: 'o', hint: 'How sites differ in what they write' },
  { name: 'tag-review', title: 'Tag review', key: 'v', hint: 'Values that are missing or look wrong' },
  { name: 'features', title: 'Features', key: 'f', hint: 'Which tags images are compared by' },
  { name: 'clustering', title: 'Clustering', key: 'k', hint: 'Sample, K and silhouettes' },
  { name: 'clusters', title: 'Clusters', key: 'c', hint: 'Look at the clusters and name them' },
  { name: 'map', title: 'Map', key: 'm', hint: 'Every image near those that are like it' },
  { name: 'tree', title: 'Tree', key: 'r', hint: 'How clusters fall in groups, and other numbers of clusters' },
  { name: 'compare', title: 'Compare', key: 'd', hint: 'Two clusterings beside each other' },
  { name: 'labels', title: 'Labels', key: 'l', hint: 'Labels from elsewhere, and a second reader' },
  { name: 'image', title: 'Image', key: 'i', hint: 'Pixels and tags of one image' },
  { name: 'similar', title: 'Similar', key: 's', hint: 'Images that are like another one, and why' },
  { name: 'evaluation', title: 'Evaluation', key: 'e', hint: 'How alike the images of a cluster look' },
  { name: 'export', title: 'Export', key: 'x', hint: 'Labels as a file' }
] as const

export type PlaceName = (typeof PLACES)[number]['name']
