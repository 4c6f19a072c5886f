import { type Notice, noticing } from '../notices.ts'
import { useApp } from '../stores/app.ts'
import { useJobs } from '../stores/jobs.ts'
import { usePreferences } from '../stores/preferences.ts'

/** Lets the system tell of jobs that end while nobody looks at the window, if a person wants that. */
export function useNotices(): void {
  const app = useApp()
  const preferences = usePreferences()
  useJobs().onChange(
    noticing(
      ({ job }) => app.state!.jobs[job].title,
      (notice) => {
        if (preferences.notices) showNotice(notice)
      }
    )
  )
}

/** Whether this page can tell anything at all: undefined where the system has no notices. */
export function permission(): NotificationPermission | undefined {
  return 'Notification' in window ? Notification.permission : undefined
}

/** Lets the system show a notice if nobody looks at the window; a click on it leads there. */
function showNotice({ title, body }: Notice): void {
  if (document.hasFocus() || permission() !== 'granted') return
  const notice = new Notification(title, { body, icon: '/icon.svg', tag: 'medoid-job' })
  notice.onclick = () => {
    window.focus()
    notice.close()
  }
}
