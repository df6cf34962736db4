'use client'

import { useEffect } from 'react'
import { PHASE_LOOK } from '@/components/feedback/status'
import type { Tone } from '@/components/ui/badge'
import type { Phase } from '@/lib/core/deployment/phase'

/** Of the dot in the tab's icon, where the page's colours do not reach. */
const COLORS: Record<Tone, string> = {
  good: '#15803d',
  busy: '#2563eb',
  warn: '#b45309',
  bad: '#dc2626',
  quiet: '#6b7280',
}

/** Title and icon of the browser tab carry the state, for those who look elsewhere meanwhile. */
export function useTabStatus(phase: Phase, title: string): void {
  const { word, tone } = PHASE_LOOK[phase]
  useEffect(() => {
    document.title = `${word} ${title}`
  }, [word, title])
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!icon) return
    const { href, type } = icon
    icon.type = 'image/svg+xml'
    icon.href = dot(COLORS[tone])
    return () => {
      icon.type = type
      icon.href = href
    }
  }, [tone])
}

const dot = (color: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${color}"/></svg>`)}`
