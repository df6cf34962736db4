'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Renews the page's data every `seconds` while `active` and the tab is looked at. */
export function RefreshWhile({ active, seconds }: { active: boolean; seconds: number }) {
  const router = useRouter()
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, seconds * 1000)
    return () => clearInterval(timer)
  }, [active, seconds, router])
  return null
}
