import type { ReactNode } from 'react'
import { Logo } from '@/components/shell/logo'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-surface px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex justify-center">
          <Logo />
        </div>
        <div className="rounded-lg border bg-raised p-5 shadow-sm sm:p-6">{children}</div>
      </div>
    </main>
  )
}
