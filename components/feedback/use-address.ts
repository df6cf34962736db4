'use client'

import { useSearchParams } from 'next/navigation'

/**
 * Parts of the address after `?`, and how to change them without asking the server again. An empty value leaves its
 * part out.
 */
export function useAddress(): [get: (key: string) => string, set: (parts: Record<string, string>) => void] {
  const parameters = useSearchParams()
  const set = (parts: Record<string, string>) => {
    const query = new URLSearchParams(window.location.search)
    for (const [key, value] of Object.entries(parts)) {
      if (value) query.set(key, value)
      else query.delete(key)
    }
    const text = query.toString()
    const { pathname, hash } = window.location
    window.history.replaceState(null, '', `${pathname}${text ? `?${text}` : ''}${hash}`)
  }
  return [key => parameters.get(key) ?? '', set]
}
