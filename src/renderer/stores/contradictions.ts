import { defineStore } from 'pinia'
import type { FoundContradiction } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { foundImages } from './found-images.ts'
import { keepFresh } from './refresh.ts'

const CHANGES = ['scan', 'remove-source', 'sample'] as const

/** Values that contradict each other, and the images of those that are chosen. */
export const useContradictions = defineStore('contradictions', () => {
  const found = remote<FoundContradiction[]>((signal) => ask('contradictions.find', {}, signal))
  keepFresh([found], { jobs: CHANGES })
  const images = foundImages(({ where }: FoundContradiction['groups'][number], part, signal) =>
    ask('contradictions.images', { where, ...part }, signal)
  )
  return { found, ...images }
})
