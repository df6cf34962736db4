'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { JUMPS } from './shortcuts'

const CommandPalette = dynamic(() => import('./command-palette').then(module => module.CommandPalette), {
  ssr: false,
})
const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog').then(module => module.ShortcutsDialog), {
  ssr: false,
})

type Overlay = 'palette' | 'shortcuts' | null
interface Overlays {
  openPalette: () => void
  openShortcuts: () => void
}

const OverlayContext = createContext<Overlays | null>(null)

/** Opens the command palette and the shortcuts sheet from anywhere in the panel. */
export function useOverlays(): Overlays {
  const overlays = useContext(OverlayContext)
  if (!overlays) throw new Error('useOverlays is used outside OverlayProvider')
  return overlays
}

/** Holds the palette and the shortcuts sheet, loaded when first opened, and listens to their keys. */
export function OverlayProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Overlay>(null)
  useShortcuts(setOpen)
  const overlays = useMemo(
    () => ({ openPalette: () => setOpen('palette'), openShortcuts: () => setOpen('shortcuts') }),
    [],
  )
  const close = () => setOpen(null)
  return (
    <OverlayContext.Provider value={overlays}>
      {children}
      {open === 'palette' && <CommandPalette close={close} showShortcuts={() => setOpen('shortcuts')} />}
      {open === 'shortcuts' && <ShortcutsDialog close={close} />}
    </OverlayContext.Provider>
  )
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="menuitem"]'))

/** Time for the second key of "g p", in ms. */
const CHORD_MS = 1200

function useShortcuts(setOpen: (update: (open: Overlay) => Overlay) => void) {
  const router = useRouter()
  const chordUntil = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpen(open => (open === 'palette' ? null : 'palette'))
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      if (document.querySelector('[role="dialog"]')) return
      const jump =
        event.timeStamp < chordUntil.current ? JUMPS.find(({ key }) => key === event.key) : undefined
      chordUntil.current = event.key === 'g' ? event.timeStamp + CHORD_MS : 0
      if (jump) router.push(jump.href)
      else if (event.key === '?') setOpen(() => 'shortcuts')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router, setOpen])
}
