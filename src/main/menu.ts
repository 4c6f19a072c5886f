import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Command } from '../api/contract.ts'

/** The native menus. What they ask for, the window does. */
export function setMenu(
  recent: readonly string[],
  tell: (command: Command) => void,
  open: (file: string) => void
): void {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => tell(command)
  })
  /** In a field it is of what is typed, which the page's contents do; elsewhere of what the view did. */
  const edit = (label: string, command: 'undo' | 'redo', accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: (_item, window) => {
      if (window instanceof BrowserWindow) window.webContents[command]()
      tell(command)
    }
  })
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        item('Open a &Folder of Images…', 'open-folder', 'CmdOrCtrl+O'),
        item('Open a &Catalogue…', 'open-catalogue', 'CmdOrCtrl+Shift+O'),
        item('&New Catalogue…', 'new-catalogue', 'CmdOrCtrl+N'),
        {
          label: 'Open &Recent',
          enabled: recent.length > 0,
          submenu: recent.map((file) => ({ label: file, click: () => open(file) }))
        },
        { type: 'separator' },
        item('&Settings…', 'settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        item('&Print…', 'print', 'CmdOrCtrl+P'),
        { type: 'separator' },
        process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' }
      ]
    },
    {
      label: '&Edit',
      submenu: [
        edit('&Undo', 'undo', 'CmdOrCtrl+Z'),
        edit('&Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' }
      ]
    },
    {
      label: '&View',
      submenu: [
        item('&Dark or Light', 'toggle-theme', 'CmdOrCtrl+Shift+D'),
        item('&Jobs', 'show-jobs', 'CmdOrCtrl+J'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }])
      ]
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      submenu: [
        item('&How the Work Goes', 'work'),
        item('&Keys', 'keys'),
        item('&Glossary', 'glossary'),
        item('&Tour', 'tour'),
        { type: 'separator' },
        item('&About Medoid', 'about')
      ]
    }
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
