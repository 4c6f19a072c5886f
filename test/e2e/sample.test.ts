import { afterAll, describe, expect, test } from 'vitest'
import { closeBrowser, HOSTS } from './hosts.ts'

afterAll(closeBrowser)

describe.each(HOSTS)('in $name', ({ name, open }) => {
  // What opens it is the window, whatever carries its messages: making it once is enough.
  test.runIf(name === HOSTS[0].name)(
    'the sample opens when its clusters are named, also in a page that was reloaded meanwhile',
    async () => {
      const { page, close, problems } = await open()
      await page.getByTestId('open-sample').click()
      await page.getByTestId('job-sample').waitFor()
      await page.reload()
      await page.getByTestId('figure-images').waitFor()
      await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('6,000')
      await page.getByRole('link', { name: /^Clusters/ }).click()
      // Of two clusters nothing can be said that tells them apart.
      await expect.poll(() => page.getByTestId('named').textContent()).toBe('28 of 30 named')
      // What takes minutes is for those who ask for it.
      await page.getByRole('link', { name: /^Evaluation/ }).click()
      await page.getByText('No model yet').waitFor()
      await page.getByTestId('jobs').click()
      await expect.poll(() => page.getByTestId('job-sample').getAttribute('data-state')).toBe('done')
      await close()
      expect(problems).toEqual([])
    }
  )

  test('the sample is followed in a page that was reloaded meanwhile, and stops with its host', async () => {
    const { page, close, problems } = await open()
    await page.getByTestId('open-sample').click()
    await page.getByTestId('job-sample').waitFor()
    await page.reload()
    // A page that is slow finds it done.
    const followed = page.getByTestId('job-sample').getByTestId('progress')
    await followed.or(page.getByTestId('figure-images')).waitFor()
    await close()
    expect(problems).toEqual([])
  })
})
