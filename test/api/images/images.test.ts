import { beforeAll, expect, test } from 'vitest'
import { Service } from '../../../src/api/service.ts'
import type { ImagePlace } from '../../../src/api/contract.ts'
import { knownArchive, MARKUP } from '../../known-images.ts'

const service = new Service()
let file: string
beforeAll(async () => {
  file = await knownArchive()
})

test('an image is told among those of its series, in the order of their numbers', async () => {
  const place = (await service.answer('images.place', { instance: 0 }, file)) as ImagePlace
  expect(place).toMatchObject({ instance: 0, series: [1, 2, 0], modality: 'CT', instanceNumber: '3' })
  expect(place.studyDescription).toBe(MARKUP)
  expect(place.path).toMatch(/a$/)
  const report = (await service.answer('images.place', { instance: 4 }, file)) as ImagePlace
  expect(report).toMatchObject({ series: [4], modality: 'SR' })
})

test('how the slices of a series lie is told in the order in which they are scrolled through', async () => {
  expect(await service.answer('images.geometry', { instance: 0 }, file)).toEqual({
    frameOfReference: '1.2.4',
    normal: [0, 0, 1],
    positions: [
      [-16, -16, 0],
      [-16, -16, 5],
      [-16, -16, 10]
    ]
  })
})

test('of what does not say how it lies, nothing is told', async () => {
  expect(await service.answer('images.geometry', { instance: 3 }, file)).toEqual({
    frameOfReference: '',
    normal: null,
    positions: [null]
  })
})

test('what the catalogue does not have is not looked for', async () => {
  await expect(service.answer('images.place', { instance: 99 }, file)).rejects.toMatchObject({
    code: 'no-such-instance'
  })
  expect(() => service.locate(99, file)).toThrow('no such image')
})

test('instances are found by the UIDs that other objects name them with', async () => {
  const uids = ['1.2.1.2', '1.2.9', '1.2.99']
  expect(await service.answer('images.known', { uids }, file)).toEqual([0, 4, null])
  expect(await service.answer('images.known', { uids: [] }, file)).toEqual([])
  await expect(service.answer('images.known', { uids: ['1'.repeat(65)] }, file)).rejects.toThrow('uids')
})
