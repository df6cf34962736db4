'use client'

import { useEffect, useRef, useState } from 'react'

export type StreamState = 'connecting' | 'open' | 'ended'

/**
 * Follows a server-sent event stream while `active`. The browser connects again by itself and names the last event it
 * has; `end` closes for good.
 */
export function useEventStream(
  url: string,
  active: boolean,
  handlers: Record<string, (data: unknown) => void>,
): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    if (!active) {
      setState('ended')
      return
    }
    const source = new EventSource(url)
    source.onopen = () => setState('open')
    source.onerror = () => setState('connecting')
    for (const name of Object.keys(latest.current)) {
      source.addEventListener(name, event =>
        latest.current[name]?.(JSON.parse((event as MessageEvent<string>).data)),
      )
    }
    source.addEventListener('end', () => {
      source.close()
      setState('ended')
    })
    return () => source.close()
  }, [url, active])
  return state
}
