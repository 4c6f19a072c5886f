import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, Event } from '../api/contract.ts'

/** The one thing that the window has of the desktop. What comes through is checked where it arrives. */
const bridge: Bridge = {
  call: (method, given, id) => ipcRenderer.invoke('call', method, given, id) as ReturnType<Bridge['call']>,
  cancel: (id) => void ipcRenderer.invoke('cancel', id),
  listen: (listener) => {
    const hear = (_event: unknown, event: Event): void => listener(event)
    ipcRenderer.on('event', hear)
    return () => void ipcRenderer.off('event', hear)
  },
  choose: (choice) => ipcRenderer.invoke('choose', choice) as ReturnType<Bridge['choose']>,
  pathOf: (file) => webUtils.getPathForFile(file),
  showFile: (path) => ipcRenderer.invoke('show-file', path) as Promise<void>,
  saveDocument: (instance) => ipcRenderer.invoke('save-document', instance) as ReturnType<Bridge['saveDocument']>,
  openDocument: (path) => ipcRenderer.invoke('open-document', path) as ReturnType<Bridge['openDocument']>
}

contextBridge.exposeInMainWorld('medoid', bridge)
