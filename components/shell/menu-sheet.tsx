'use client'

import { Dialog, SheetContent } from '@/components/ui/dialog'
import { Sidebar, type SidebarProps } from './sidebar'

/** The sidebar as a sheet, for narrow screens. */
export function MenuSheet({ close, ...sidebar }: SidebarProps & { close: () => void }) {
  return (
    <Dialog open onOpenChange={open => !open && close()}>
      <SheetContent title="Menu">
        <Sidebar {...sidebar} />
      </SheetContent>
    </Dialog>
  )
}
