import { BrowserWindow, type Rectangle, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { START } from './origin.ts'

const PRELOAD = fileURLToPath(new URL('../../out/preload/index.cjs', import.meta.url))

interface WindowState {
  bounds: Rectangle
  maximised: boolean
}

/** @param stateFile where the window's place is kept between two starts */
export function openWindow(stateFile: string): BrowserWindow {
  const state = readState(stateFile)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...state?.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Medoid',
    // The ground of the dark theme, so that a dark room stays dark while the page loads.
    backgroundColor: '#0f1215',
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false
    }
  })
  if (state?.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const now: WindowState = { bounds: window.getNormalBounds(), maximised: window.isMaximized() }
    writeFileSync(stateFile, JSON.stringify(now))
  })
  void window.loadURL(START)
  return window
}

/** The place of last time, where there still is a screen. */
function readState(file: string): WindowState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    const { x, y, width, height } = state.bounds
    const isSeen = screen.getAllDisplays().some(({ workArea: area }) => {
      return x < area.x + area.width && x + width > area.x && y >= area.y && y < area.y + area.height
    })
    return isSeen && width > 0 && height > 0 ? state : null
  } catch {
    // None yet, or damaged: the window opens where new ones do.
    return null
  }
}
