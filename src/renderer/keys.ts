import { PLACES } from './places.ts'

/** All keys of the window. `useShortcuts` takes a group of them, and takes each, so that whatever has a key is told of. */
interface Listed {
  /** As they are pressed, one instead of another. */
  keys: readonly string[]
  /** As they are shown, where that is not each of them. */
  shown?: readonly string[]
  does: string
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
type Digit = (typeof DIGITS)[number]

/** `Mod` is Ctrl, and ⌘ on a Mac. */
const NAMES_BACK = [
  { keys: ['u', 'Mod+z'], shown: ['U', 'Ctrl+Z'], does: 'undo the last name, or change of clusters' },
  { keys: ['U', 'Mod+Z'], shown: ['Shift+U', 'Ctrl+Shift+Z'], does: 'redo' }
] as const

// Views have none of the keys of the window: it hears its own first.
const KEYS = {
  window: [
    { keys: ['o'], does: 'open a folder of images' },
    { keys: ['j'], does: 'show jobs' },
    { keys: ['m'], does: 'more images like the one that is chosen' },
    { keys: ['q'], does: 'quick look: the image that is chosen, large' },
    { keys: ['d'], does: 'dark or light' },
    { keys: ['P'], shown: ['Shift+P'], does: 'hide patient data, or show it again' },
    { keys: ['Mod+,'], shown: ['Ctrl+,'], does: 'settings' },
    { keys: ['?'], does: 'these keys' }
  ],
  archive: [
    { keys: ['/'], does: 'search the studies' },
    { keys: ['Escape'], does: 'back to the studies' }
  ],
  tags: [
    { keys: ['/'], does: 'search' },
    { keys: ['Escape'], does: 'close the distribution' }
  ],
  sources: [
    { keys: ['ArrowUp', 'ArrowDown'], does: 'previous or next mapping' },
    { keys: ['y'], does: 'accept it' },
    { keys: ['n'], does: 'reject it' },
    { keys: ['u', 'Mod+z'], shown: ['U', 'Ctrl+Z'], does: 'undo the last decision' },
    { keys: ['U', 'Mod+Z'], shown: ['Shift+U', 'Ctrl+Shift+Z'], does: 'redo' }
  ],
  'tag-review': [
    { keys: ['y'], does: 'accept the suggested value' },
    { keys: ['n'], does: 'reject it' },
    { keys: ['s'], does: 'skip it' },
    { keys: ['1', '2', '3'], does: 'decide about the image, its series, or all like it' },
    { keys: ['ArrowLeft', 'ArrowRight'], does: 'previous or next suggestion' },
    { keys: ['i'], does: 'open the image' },
    { keys: ['u', 'Mod+z'], shown: ['U', 'Ctrl+Z'], does: 'undo the last decision' },
    { keys: ['U', 'Mod+Z'], shown: ['Shift+U', 'Ctrl+Shift+Z'], does: 'redo' }
  ],
  features: [
    { keys: ['u', 'Mod+z'], shown: ['U'], does: 'undo the last decision' },
    { keys: ['U', 'Mod+Z', 'Mod+y'], shown: ['Shift', 'U'], does: 'redo' }
  ],
  clusters: [
    { keys: DIGITS, shown: ['1', '…', '9'], does: 'apply a recent label' },
    { keys: ['0'], does: 'apply the suggested label' },
    { keys: ['l'], does: 'write a label' },
    { keys: ['n'], does: 'next unlabelled' },
    { keys: ['/'], does: 'search the clusters' },
    ...NAMES_BACK,
    { keys: ['Escape'], does: 'clear what is chosen and the filters, then close' }
  ],
  review: [
    { keys: ['k'], does: 'keep the image in its cluster' },
    { keys: ['t'], does: 'move it to the suggested cluster' },
    { keys: ['x'], does: 'reject it' },
    { keys: ['s', 'ArrowRight'], does: 'skip it' },
    { keys: ['p', 'ArrowLeft'], does: 'previous image' },
    { keys: ['i'], does: 'open the image' },
    { keys: ['1', '2', '3', '4'], does: 'the queues' },
    { keys: ['u', 'Mod+z'], shown: ['U', 'Ctrl+Z'], does: 'undo the last decision' },
    { keys: ['U', 'Mod+Z'], shown: ['Shift+U', 'Ctrl+Shift+Z'], does: 'redo' },
    { keys: ['Escape'], does: 'back to the clusters' }
  ],
  rejected: [
    { keys: ['b'], does: 'bring back the chosen images, or the one that is current' },
    { keys: ['u', 'Mod+z'], shown: ['U', 'Ctrl+Z'], does: 'undo the last change' },
    { keys: ['U', 'Mod+Z'], shown: ['Shift+U', 'Ctrl+Shift+Z'], does: 'redo' },
    { keys: ['Escape'], does: 'clear what is chosen, then back to the clusters' }
  ],
  map: [
    { keys: ['+', '-'], does: 'zoom' },
    { keys: ['0'], does: 'all of the map' },
    { keys: [',', '.'], does: 'previous or next island' },
    { keys: ['c'], does: 'choose the images of the island' },
    { keys: ['h'], does: 'move the map by dragging' },
    { keys: ['l'], does: 'select with a lasso' },
    { keys: ['r'], does: 'select with a rectangle' },
    { keys: ['Escape'], does: 'clear the selection' }
  ],
  tree: [{ keys: ['-', '+'], does: 'fewer or more clusters' }, { keys: ['l'], does: 'write a label' }, ...NAMES_BACK],
  image: [
    { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], does: 'previous or next image; pan a whole slide' },
    { keys: ['PageUp', 'PageDown'], does: 'ten images' },
    { keys: ['Home', 'End'], does: 'first or last image' },
    { keys: [',', '.'], does: 'previous or next frame; focal plane or channel of a slide' },
    { keys: DIGITS, shown: ['1', '…', '9'], does: 'window or LUT' },
    { keys: ['r'], does: 'window of the file' },
    { keys: ['i'], does: 'invert' },
    { keys: ['v'], does: 'overlays' },
    { keys: [' '], does: 'play or stop' },
    { keys: ['+', '-'], does: 'zoom' },
    { keys: ['0'], does: 'fit' },
    { keys: ['='], does: 'actual pixels' },
    { keys: ['t'], does: 'rotate to the right' },
    { keys: ['T'], shown: ['Shift', 'T'], does: 'rotate to the left' },
    { keys: ['f'], does: 'mirror left to right' },
    { keys: ['F'], shown: ['Shift', 'F'], does: 'flip top to bottom' },
    { keys: ['w'], does: 'set the window by dragging' },
    { keys: ['l'], does: 'measure a distance: Enter and arrows set its points' },
    { keys: ['a'], does: 'measure an angle' },
    { keys: ['e'], does: 'measure an ellipse' },
    { keys: ['b'], does: 'measure a rectangle' },
    { keys: ['u'], does: 'undo the last measurement' },
    { keys: ['U'], shown: ['Shift', 'U'], does: 'redo' },
    { keys: ['s'], does: 'one, two or four images side by side' },
    { keys: ['k'], does: 'link the images side by side' },
    { keys: ['[', ']'], does: 'previous or next series of the study' },
    { keys: ['z'], does: 'the whole slide, or its single tiles' },
    { keys: ['/'], does: 'search the tags' },
    { keys: ['Escape'], does: 'back' }
  ],
  similar: [{ keys: ['Escape'], does: 'back' }],
  evaluation: [
    { keys: ['1'], does: 'autoencoder' },
    { keys: ['2'], does: 'evaluation' }
  ]
} as const satisfies Record<string, readonly Listed[]>

export type KeyGroup = keyof typeof KEYS
/** The keys of a group. */
export type KeyOf<G extends KeyGroup> = (typeof KEYS)[G][number]['keys'][number]

const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  ' ': 'Space'
}

/** What lists, galleries and cards hear while one has the focus. */
const LISTS: readonly Listed[] = [
  { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], does: 'move' },
  { keys: ['PageUp', 'PageDown'], does: 'a page' },
  { keys: ['Home', 'End'], does: 'first or last' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Mod+c'], shown: ['Ctrl+C'], does: 'copy the row' },
  { keys: ['ContextMenu'], shown: ['Shift+F10'], does: 'the menu of what has the focus' },
  { keys: [' '], does: 'choose one more, or one less' },
  { keys: ['Shift', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], does: 'choose all on the way' },
  { keys: ['Ctrl+A'], does: 'choose all' },
  { keys: ['Shift', 'ArrowLeft', 'ArrowRight'], does: 'mark bars of a histogram, which Enter zooms into' },
  { keys: ['Backspace'], does: 'back from zooming into a histogram' },
  { keys: ['ArrowLeft', 'ArrowRight', 'Delete'], does: 'on the edge of a column: its width; the usual one' }
]

interface KeySection {
  title: string
  rows: { keys: readonly string[]; does: string }[]
}

/** Parts of places that have keys of their own. */
const PARTS = [
  { of: 'clusters', name: 'review', title: 'Review of clusters' },
  { of: 'clusters', name: 'rejected', title: 'Rejected images' }
] as const

/** Section by section, as people read them. */
export function keySections(): KeySection[] {
  const rowsOf = (listed: readonly Listed[]): KeySection['rows'] =>
    listed.map(({ keys, shown = keys, does }) => ({
      keys: shown.map((key) => SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
      does
    }))
  const goTo = PLACES.map(({ title, key }) => ({ keys: ['G', key.toUpperCase()], does: `go to ${title}` }))
  return [
    { title: 'Everywhere', rows: [...goTo, ...rowsOf(KEYS.window)] },
    { title: 'Lists and galleries', rows: rowsOf(LISTS) },
    ...PLACES.flatMap(({ name, title }) => [{ name, title }, ...PARTS.filter((part) => part.of === name)]).flatMap(
      ({ name, title }) => (name in KEYS ? [{ title, rows: rowsOf(KEYS[name as KeyGroup]) }] : [])
    )
  ]
}

/** A shortcut for each of the digits. */
export function digits(does: (digit: number) => void): Record<Digit, () => void> {
  return Object.fromEntries(DIGITS.map((digit) => [digit, () => does(Number(digit))])) as Record<Digit, () => void>
}
