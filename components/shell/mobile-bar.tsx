'use client'

import { Menu } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogTrigger, SheetContent } from '@/components/ui/dialog'
import { Logo } from './logo'
import { Sidebar, type SidebarProps } from './sidebar'

/** Top bar of narrow screens; the sidebar is behind its menu button. */
export function MobileBar(props: SidebarProps) {
  const path = usePathname()
  const [openAt, setOpenAt] = useState<string | null>(null)
  useEffect(() => {
    const close = () => setOpenAt(null)
    const wide = window.matchMedia('(min-width: 48rem)')
    wide.addEventListener('change', close)
    return () => wide.removeEventListener('change', close)
  }, [])
  return (
    <header className="flex h-12 items-center gap-1 border-b bg-surface px-2 md:hidden">
      <Dialog open={openAt === path} onOpenChange={open => setOpenAt(open ? path : null)}>
        <DialogTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Open the menu">
            <Menu aria-hidden />
          </Button>
        </DialogTrigger>
        <SheetContent title="Menu">
          <Sidebar {...props} />
        </SheetContent>
      </Dialog>
      <Link href="/projects" className="rounded-md">
        <Logo />
      </Link>
    </header>
  )
}
