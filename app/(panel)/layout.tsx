import type { ReactNode } from 'react'
import { OverlayProvider } from '@/components/shell/overlays'
import { Toaster } from '@/components/ui/toaster'

export default function PanelLayout({ children }: { children: ReactNode }) {
  return (
    <OverlayProvider>
      {children}
      <Toaster />
    </OverlayProvider>
  )
}
