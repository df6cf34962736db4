'use client'

import { useEffect, useRef, useState } from 'react'

export type StreamState = 'connecting' | 'open' | 'ended'

const FIRST_PAUSE_MS = 2000
const LONGEST_PAUSE_MS = 30_000

interface Stream {
  /** Where it begins; asked for again on each new connection, so that it goes on where it was. */
  url: () => string
  handlers: Record<string, (data: unknown) => void>
}

/**
 * Follows a server-sent event stream while `active`. After a short break the browser connects again by itself and names
 * the last event it has; after an error answer (the panel restarts) it would not, so that is done here. The event `end`
 * closes for good.
 */
export function useEventStream(active: boolean, stream: Stream): StreamState {
  const [state, setState] = useState<StreamState>(active ? 'connecting' : 'ended')
  const latest = useRef(stream)
  useEffect(() => {
    latest.current = stream
  })
  useEffect(() => {
    if (!active) return
    return follow(() => latest.current, setState)
  }, [active])
  return state
}

function follow(stream: () => Stream, onState: (state: StreamState) => void): () => void {
  let pause = FIRST_PAUSE_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let source = connect()
  function connect() {
    const opened = new EventSource(stream().url())
    opened.onopen = () => {
      pause = FIRST_PAUSE_MS
      onState('open')
    }
    opened.onerror = () => {
      onState('connecting')
      if (opened.readyState !== EventSource.CLOSED) return
      timer = setTimeout(() => {
        source = connect()
      }, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    for (const name of Object.keys(stream().handlers)) {
      opened.addEventListener(name, event => stream().handlers[name]?.(JSON.parse(event.data)))
    }
    opened.addEventListener('end', () => {
      opened.close()
      onState('ended')
    })
    return opened
  }
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
