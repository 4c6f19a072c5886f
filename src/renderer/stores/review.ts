import { defineStore } from 'pinia'
import { watch } from 'vue'
import type { Between } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useEdits } from './edits.ts'
import { keepFresh } from './refresh.ts'
import { reviewQueue } from './review-queue.ts'
import { useRuns } from './runs.ts'

/** Images that are asked for: as many as somebody decides on before the host answers again, and more. */
const ASKED = 200

/** The images of the clustering that are worth a look, queue by queue. */
export const useReview = defineStore('review', () => {
  const app = useApp()
  const runs = useRuns()
  const edits = useEdits()
  const review = reviewQueue({
    load: (queue, signal) => ask('review.queues', { clustering: runs.selected!, queue, limit: ASKED }, signal),
    mark: ({ instance, cluster }, isRight) =>
      ask('review.mark', { clustering: runs.clustering!, images: [{ instance, cluster }], isRight }),
    move: ({ instance }, to) => edits.move([instance], to),
    reject: ({ instance }) => edits.reject([instance]),
    undo: () => edits.undo().then(() => edits.told.words),
    redo: () => edits.redo().then(() => edits.told.words)
  })
  /** What tells the image from its medoid and from that of the cluster that it would better be in. */
  const between = remote<Between>((signal) => {
    const { instance, cluster, suggested } = review.row.value!
    return ask('review.between', { clustering: runs.selected!, instance, cluster, other: suggested }, signal)
  })
  keepFresh([review.report], { jobs: ['assign', 'scan', 'remove-source'], made: ['edits', 'reviews', 'runs'] })

  watch(
    () => [app.catalogue, runs.selected],
    () => {
      review.reset()
      between.clear()
    }
  )
  watch(
    () => JSON.stringify(review.row.value),
    () => {
      between.clear()
      if (review.row.value !== null) void between.load()
    },
    { immediate: true }
  )

  return { ...review, between }
})
