import pino from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { eventsAdapter } from '@/lib/adapters/events/postgres'
import type { EventPort } from '@/lib/ports/events'
import { blankDatabase } from '../../support/database'
import { memoryEvents } from '../../support/memory-events'

const SOON = { timeout: 15_000, interval: 10 }

const implementations: Record<string, () => Promise<{ events: EventPort; end(): Promise<void> }>> = {
  async postgres() {
    const database = await blankDatabase()
    const events = eventsAdapter(database.url, pino({ level: 'silent' }))
    const end = async () => {
      await events.close()
      await database.drop()
    }
    return { events, end }
  },
  memory: async () => ({ events: memoryEvents(), end: async () => undefined }),
}

describe.each(Object.entries(implementations))('what events promise, kept by %s', (_name, make) => {
  it('each notice reaches the listeners of its topic, in order, after the call that published it began', async () => {
    const { events, end } = await make()
    try {
      const seen: string[] = []
      const other = vi.fn()
      const unsubscribe = events.subscribe('a', data => seen.push(data))
      // The first connection wakes everyone once; what follows is what was published.
      await vi.waitFor(async () => {
        await events.publish('a', 'first')
        expect(seen).toContain('first')
      }, SOON)
      events.subscribe('b', other)
      const publishing = events.publish('a', 'x')
      expect(seen).not.toContain('x')
      await publishing
      for (const data of ['y', 'z', '']) await events.publish('a', data)
      await vi.waitFor(() => expect(seen.slice(-4)).toEqual(['x', 'y', 'z', '']), SOON)
      expect(other).not.toHaveBeenCalled()
      unsubscribe()
      await events.publish('a', 'unheard')
      await events.publish('b')
      await vi.waitFor(() => expect(other).toHaveBeenCalledWith(''), SOON)
      expect(seen).not.toContain('unheard')
    } finally {
      await end()
    }
  })
})
