import { app, Menu, type MenuItemConstructorOptions } from 'electron'
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
        process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' }
      ]
    },
    { role: 'editMenu' },
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
    { role: 'windowMenu' }
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
