import { computed } from 'vue'
import { useClusters } from '../stores/clusters.ts'
import { useTags } from '../stores/tags.ts'

/** The tags that images can be sorted by or counted by: those that tell the cluster apart first, then all. */
export function useTagNames() {
  const clusters = useClusters()
  const tags = useTags()
  const options = computed(() => {
    const telling = (clusters.cluster?.distinguishing ?? []).map(({ keyword }) => keyword)
    const names = (tags.list.data?.tags ?? []).map(({ path, keyword }) => path || keyword).filter((name) => name !== '')
    return [...new Set([...telling, ...names.toSorted()])].map((name) => ({ value: name, label: name }))
  })

  function load(): void {
    if (tags.list.data === null && !tags.list.busy) void tags.list.load()
  }

  return { options, load }
}
