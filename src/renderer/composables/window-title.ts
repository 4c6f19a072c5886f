import { computed, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { PLACES } from '../places.ts'
import { useApp } from '../stores/app.ts'
import { useJobs } from '../stores/jobs.ts'
import { windowTitle } from '../window-title.ts'

/** Keeps the title of the document as `windowTitle` has it. */
export function useWindowTitle(): void {
  const app = useApp()
  const jobs = useJobs()
  const route = useRoute()
  const title = computed(() => {
    const place = PLACES.find(({ name }) => name === route.name)?.title ?? ''
    const live = jobs.live.map((job) => ({ ...job, title: app.state!.jobs[job.job].title }))
    return windowTitle(place, app.catalogue, live)
  })
  watchEffect(() => (document.title = title.value))
}
