import type { EventPort } from '@/lib/ports/events'

/** Notices within this process, delivered as real ones are: later, never in the call that publishes. */
export function memoryEvents(): EventPort {
  const listeners = new Map<string, Set<(data: string) => void>>()
  return {
    async publish(topic, data = '') {
      const present = [...(listeners.get(topic) ?? [])]
      setImmediate(() => {
        for (const listener of present) listener(data)
      })
    },
    subscribe(topic, listener) {
      const present = listeners.get(topic) ?? new Set()
      listeners.set(topic, present.add(listener))
      return () => void present.delete(listener)
    },
  }
}
