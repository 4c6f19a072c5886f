/** What `medoid run --example` prints: the whole way, with the parameters that people change most. */
export const EXAMPLE = {
  schema: 'medoid-pipeline',
  schemaVersion: 1,
  catalogue: 'catalogue.sqlite',
  steps: [
    { command: 'scan', with: { folders: ['archive'] } },
    { command: 'cluster', name: 'groups', with: { where: 'Modality=CT|MR', k: '5..30:5', seed: 1 } },
    { command: 'assign', with: { run: 'groups' } },
    { command: 'train', name: 'model', with: { architecture: 'compact', images: 2000, epochs: 20, seed: 1 } },
    { command: 'evaluate', with: { run: 'groups', model: 'model', fit: true, seed: 1 } },
    { command: 'report', with: { run: 'groups', out: 'report.html' } },
    { command: 'export labels', with: { run: 'groups', unnamed: 'suggested', out: 'labels.csv' } },
    { command: 'export catalogue', with: { out: 'tables' } },
    { command: 'export dataset', with: { run: 'groups', unnamed: 'suggested', out: 'dataset', seed: 1 } }
  ]
}
