import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { DoseRange, EncapsulatedDocument, WaveformGroup } from '../../api/contract.ts'
import { ask, askBytes } from '../host.ts'
import { remote } from '../remote.ts'
import { unpackContours } from '../views/image/viewer/contour-planes.ts'
import { useImage } from './image.ts'

/** UIDs that are asked about at once. */
const MOST_UIDS = 5000
/** Of a UID (PS3.5 section 9.1). */
const UID_LENGTH = 64

/** What the file of the image that has the keys holds and is no picture: a document, signals, contours, a dose. */
export const useImageObject = defineStore('image-object', () => {
  const image = useImage()
  const of = () => ({ instance: image.instance! })
  const document = remote<EncapsulatedDocument>((signal) => ask('images.document', of(), signal))
  const dose = remote<DoseRange>((signal) => ask('images.dose', of(), signal))
  const contours = remote(async (signal) => unpackContours(await askBytes(`./contours/${image.instance}`, signal)))

  const waveforms = remote<WaveformGroup[]>((signal) => ask('images.waveforms', of(), signal))
  const group = ref(0)
  const page = ref(0)
  const shownGroup = computed(() => waveforms.data.value?.[group.value] ?? null)
  /** Channel by channel, of the page. */
  const values = remote(async (signal) => {
    const [ofGroup, ofPage] = [group.value, page.value]
    const bytes = await askBytes(`./waveform/${image.instance}/${ofGroup}/${ofPage}`, signal)
    return { group: ofGroup, page: ofPage, values: new Float32Array(bytes) }
  })

  const uids = ref<readonly string[]>([])
  /** Instances of the catalogue by UIDs that the object names; those that it does not have are not among them. */
  const known = remote(async (signal) => {
    const wanted = uids.value
    const instances = await ask('images.known', { uids: [...wanted] }, signal)
    return new Map(wanted.flatMap((uid, i): [string, number][] => (instances[i] === null ? [] : [[uid, instances[i]]])))
  })

  function clear(): void {
    for (const each of [document, dose, contours, waveforms, values, known]) each.clear()
    uids.value = []
    group.value = 0
    page.value = 0
  }
  watch(() => image.instance, clear, { flush: 'sync' })

  /** Asks which of some objects the catalogue has. */
  function lookFor(named: Iterable<string>): void {
    uids.value = [...new Set([...uids.value, ...named])]
      .filter((uid) => uid !== '' && uid.length <= UID_LENGTH)
      .slice(0, MOST_UIDS)
    if (uids.value.length > 0) void known.load()
  }

  async function showWaveforms(): Promise<void> {
    await waveforms.load()
    const drawable = waveforms.data.value?.findIndex(({ problem }) => problem === null) ?? -1
    if (drawable >= 0) goTo(drawable, 0)
  }

  function goTo(toGroup: number, toPage: number): void {
    const wanted = waveforms.data.value?.[toGroup]
    if (wanted === undefined) return
    if (toGroup !== group.value) values.clear()
    group.value = toGroup
    page.value = Math.max(0, Math.min(wanted.pages - 1, toPage))
    if (wanted.problem === null) void values.load()
  }

  return {
    document,
    dose,
    contours,
    waveforms,
    group,
    page,
    shownGroup,
    values,
    known,
    lookFor,
    showWaveforms,
    goTo
  }
})
