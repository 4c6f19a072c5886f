/** The words of the window, for those who use it, in alphabetical order. */
export const GLOSSARY: readonly { term: string; meaning: string }[] = [
  {
    term: 'Assignment',
    meaning: 'Giving every image of the archive to a cluster of the sample: to that of the medoid nearest to it.'
  },
  {
    term: 'Autoencoder',
    meaning:
      'A small neural network that learns to draw pictures anew from a few numbers. Medoid trains it on your own images to judge whether a cluster looks alike.'
  },
  { term: 'Catalogue', meaning: 'One SQLite file with the tags of all images and all that is done with them.' },
  { term: 'Cluster', meaning: 'A group of images whose tags are alike.' },
  { term: 'Clustering R.K', meaning: 'The clusters of run R for one K: 3.12 is run 3 with 12 clusters.' },
  {
    term: 'Correction',
    meaning:
      'A value that somebody gave a tag in place of that of the file. It is kept in the catalogue; files stay as they are.'
  },
  {
    term: 'Derived tag',
    meaning:
      'A tag that Medoid reads from the words of a header, such as Region or Laterality from the descriptions. It is shown as derived, and stands in no file.'
  },
  {
    term: 'Distance',
    meaning:
      'How different two images are by their tags: 0 where all compared tags agree, 1 where none does. It is the square root of the Gower dissimilarity.'
  },
  { term: 'Duplicate', meaning: 'A further file with the SOP Instance UID of an image that is catalogued already.' },
  { term: 'Embedding', meaning: 'The numbers that an autoencoder makes of a picture.' },
  {
    term: 'Feature',
    meaning: 'A tag by which images are compared. It becomes one or more columns of numbers or categories.'
  },
  {
    term: 'Gower dissimilarity',
    meaning:
      'The mean difference over all features that both images have: numbers by their range, categories as the same or not (Gower 1971).'
  },
  { term: 'Image', meaning: 'A DICOM instance with pixels: one file, duplicates left out.' },
  { term: 'Instance', meaning: 'One SOP instance: one DICOM file, with or without pixels.' },
  {
    term: 'Job',
    meaning: 'Long work, such as a scan. It continues when the window is closed, and resumes after a crash.'
  },
  { term: 'K', meaning: 'The number of clusters.' },
  { term: 'Label', meaning: 'The name that a person gives to a cluster, with an optional code.' },
  {
    term: 'Mapping',
    meaning:
      'An agreement that two sites mean the same: a word that is read as another one, numbers in another unit or range, or a tag that is no feature. It counts once somebody accepts it.'
  },
  {
    term: 'Margin',
    meaning:
      'How much more probable a suggested value is than the one that an image has. The largest are reviewed first.'
  },
  { term: 'Medoid', meaning: 'The image of a cluster with the least total distance to the others: its typical image.' },
  { term: 'Missing share', meaning: 'Of all images, the share without a readable value of a tag.' },
  {
    term: 'Naming',
    meaning:
      'The names that one reader gives to clusters. The shared naming is everybody’s; a second one stays unseen until both are compared.'
  },
  {
    term: 'Private tag',
    meaning: 'A tag that a vendor added, written with its creator: (0019,xx0A) [SIEMENS MR HEADER].'
  },
  {
    term: 'Reliability',
    meaning:
      'Whether suggestions are right as often as their probabilities say, measured on images whose value was set aside.'
  },
  { term: 'Remark', meaning: 'Something odd in a file that was read nevertheless.' },
  { term: 'Run', meaning: 'One clustering job: its features, its sample, and a clustering for each K.' },
  {
    term: 'Sample',
    meaning: 'The images that are clustered first; the others are assigned to its clusters afterwards.'
  },
  {
    term: 'Series, study',
    meaning: 'As in DICOM: images of one acquisition, and all series of one examination of a patient.'
  },
  {
    term: 'Silhouette',
    meaning:
      'From −1 to 1: how much nearer an image is to its own cluster than to the next one. A mean above 0.7 is called a strong structure, above 0.5 a reasonable one, above 0.25 a weak one (Kaufman and Rousseeuw 1990).'
  },
  {
    term: 'Site',
    meaning: 'Where images come from: a source, or all sources of one catalogue that was merged into this one.'
  },
  { term: 'Source', meaning: 'A folder that was scanned into the catalogue.' },
  {
    term: 'Suggestion',
    meaning:
      'A value that the other tags of an image make probable where a tag is missing or looks wrong. It counts once somebody accepts it.'
  },
  { term: 'Tag', meaning: 'One attribute of a DICOM header, such as (0018,0050) SliceThickness.' }
]
