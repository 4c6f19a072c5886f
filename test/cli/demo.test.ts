import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { medoid } from './medoid.ts'

test('the demo goes the whole way, shows its progress, and a second time finds what it made', async () => {
  const out = join(temporaryFolder(), 'demo')
  const args = ['demo', '--out', out, '--images', '300', '--k', '4,8', '--seed', '2']
  const first = await medoid(args)
  expect(first.code).toBe(0)
  expect(first.stderr).toContain('Making the archive: ')
  expect(first.stderr).toContain('Finding medoids: ')
  expect(first.stdout).toMatch(/^1\. Scanned \d+ files at .* 300 images/)
  expect(first.stdout).toMatch(/4\. Assigned 300 images/)
  for (const file of ['labels.csv', 'labels.jsonl', 'labels.parquet', 'labels.csv.manifest.json', 'catalogue.sqlite']) {
    expect(existsSync(join(out, file))).toBe(true)
  }
  const labels = readFileSync(join(out, 'labels.csv'), 'utf8').trimEnd().split('\n')
  expect(labels).toHaveLength(301)
  const rows = parse<{ label: string }>(labels.join('\n'), { columns: true })
  expect(rows.filter(({ label }) => label === '')).toEqual([])

  expect(first.stdout).toMatch(/7\. Paper and balanced, side by side:\n\n +paper +balanced\n/)
  expect(first.stdout).toMatch(/\nTrue groups: AMI +0\.\d\d +0\.\d\d\n/)

  expect(first.stdout).toMatch(/8\. Laid \d+ images out as a map .* merged the [48] clusters into a tree/)

  const second = await medoid([...args, '--json'])
  const report = JSON.parse(second.stdout) as {
    scan: { files: { seen: number; unchanged: number } }
    cluster: { run: number }
    report: { methods: { methods: { method: string; visual: { clustered: number; permuted: number } }[] } }
    groups: { method: string; ami: number }[]
  }
  const compared = report.report.methods.methods
  expect(compared.map(({ method }) => method)).toEqual(['paper', 'balanced'])
  for (const { visual } of compared) expect(visual.clustered).toBeLessThan(visual.permuted)
  expect(report.groups.map(({ method }) => method)).toEqual(['paper', 'balanced'])
  for (const { ami } of report.groups) expect(ami).toBeGreaterThan(0.2)
  expect(report.scan.files.unchanged).toBe(report.scan.files.seen)
  expect(report.cluster.run).toBe(2)
  expect(
    readFileSync(join(out, 'labels.csv'), 'utf8')
      .replaceAll(/,2,(\d+)$/gm, ',1,$1')
      .trimEnd()
      .split('\n')
  ).toEqual(labels)
})
