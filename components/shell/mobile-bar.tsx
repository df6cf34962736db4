'use client'

import { Menu } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Logo } from './logo'
import type { SidebarProps } from './sidebar'

const MenuSheet = dynamic(() => import('./menu-sheet').then(module => module.MenuSheet), { ssr: false })

/** Top bar of narrow screens; the sidebar is behind its menu button. */
export function MobileBar(props: SidebarProps) {
  const path = usePathname()
  /** Open only at the address where it was opened: following a link closes it. */
  const [openAt, setOpenAt] = useState<string | null>(null)
  useEffect(() => {
    const close = () => setOpenAt(null)
    const wide = window.matchMedia('(min-width: 48rem)')
    wide.addEventListener('change', close)
    return () => wide.removeEventListener('change', close)
  }, [])
  return (
    <header className="flex h-12 items-center gap-1 border-b bg-surface px-2 md:hidden">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Open the menu"
        aria-haspopup="dialog"
        onClick={() => setOpenAt(path)}
      >
        <Menu aria-hidden />
      </Button>
      {openAt === path && <MenuSheet {...props} close={() => setOpenAt(null)} />}
      <Link href="/projects" className="rounded-md">
        <Logo />
      </Link>
    </header>
  )
}
