import type { ReactNode } from 'react'
import { type DiskAlarm, DiskAlarmBanner } from '@/components/cleanup/disk-alarm-banner'
import { MobileBar } from './mobile-bar'
import { Sidebar, type SidebarProps } from './sidebar'

interface ShellProps extends SidebarProps {
  diskAlarms: DiskAlarm[]
  children: ReactNode
}

/** Frame of every page behind the sign-in. */
export function Shell({ children, diskAlarms, ...sidebar }: ShellProps) {
  return (
    <div className="md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-r bg-surface md:flex">
        <Sidebar {...sidebar} />
      </aside>
      <div className="min-w-0">
        <MobileBar {...sidebar} />
        <DiskAlarmBanner alarms={diskAlarms} />
        <main id="content" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
    </div>
  )
}
