import { expect, test } from 'vitest'
import { readQueue } from '../../../src/jobs/slurm/queue.ts'

// Lines of squeue --noheader --array --format=%F|%K|%T|%j|%Z of SLURM 22.05.
test('tells the tasks of a run folder, and whether they run', () => {
  const text = [
    '12|3|RUNNING|medoid-scan|/data/run',
    '12|4|PENDING|medoid-scan|/data/run',
    '13|0|COMPLETING|medoid-scan+1001|/data/run',
    '14|N/A|PENDING|medoid-merge|/data/run'
  ].join('\n')
  expect(readQueue(`${text}\n`, '/data/run')).toEqual([
    { job: '12', step: 'scan', task: 3, isRunning: true },
    { job: '12', step: 'scan', task: 4, isRunning: false },
    { job: '13', step: 'scan', task: 1001, isRunning: true },
    { job: '14', step: 'merge', task: null, isRunning: false }
  ])
})

test('jobs of other folders, and of other names, are none of them', () => {
  const text = [
    '12|3|RUNNING|medoid-scan|/data/run2',
    '13|3|RUNNING|my-scan|/data/run',
    '14|3|RUNNING|medoid-toast|/data/run',
    'slurm_load_jobs error: Unable to contact slurm controller'
  ].join('\n')
  expect(readQueue(text, '/data/run')).toEqual([])
})

test('a folder may hold what separates columns', () => {
  expect(readQueue('12|3|RUNNING|medoid-scan|/data/a|b', '/data/a|b')).toHaveLength(1)
})
