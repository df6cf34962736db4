import type { Logger } from 'pino'
import type { EventPort } from '@/lib/ports/events'
import { type Link, openLink } from './link'
import { decodeNotice, encodeNotice } from './notice'

const CHANNEL = 'berth'
/** Notices kept while there is no connection; the oldest go first, as their readers re-read anyway. */
const MAX_HELD = 1000

/** An object of its own for each subscription: the same function may be subscribed twice. */
interface Subscription {
  listener: (data: string) => void
}

/** Notices by Postgres' LISTEN and NOTIFY, over one connection that is opened at the first use. */
export function eventsAdapter(databaseUrl: string, log: Logger): EventPort & { close(): Promise<void> } {
  const subscriptions = new Map<string, Set<Subscription>>()
  const held: string[] = []
  let link: Link | undefined
  let sending: Promise<void> | undefined

  const call = ({ listener }: Subscription, topic: string, data: string) => {
    try {
      listener(data)
    } catch (error) {
      log.error({ err: error, topic }, 'a listener of events failed')
    }
  }
  const wakeAll = () => {
    for (const [topic, present] of subscriptions) for (const one of present) call(one, topic, '')
    void flush()
  }
  const deliver = (payload: string) => {
    const notice = decodeNotice(payload)
    if (!notice) return
    for (const one of subscriptions.get(notice.topic) ?? []) call(one, notice.topic, notice.data)
  }
  const open = () => {
    link ??= openLink({ url: databaseUrl, channel: CHANNEL, onPayload: deliver, onConnected: wakeAll, log })
    return link
  }
  /** Sends all that is held, in as few statements as the speed of the database allows. */
  const send = async () => {
    // One turn later, so that what is published together is sent together.
    await Promise.resolve()
    try {
      let connected = true
      while (connected && held.length > 0) connected = await sendBatch(held.splice(0))
    } finally {
      sending = undefined
    }
  }
  /** False when there is no connection. */
  const sendBatch = async (batch: string[]): Promise<boolean> => {
    try {
      if (await open().send(batch)) return true
      held.unshift(...batch.slice(-MAX_HELD))
      return false
    } catch (error) {
      log.warn({ err: error }, 'notices were lost with their connection')
      return true
    }
  }
  const flush = () => {
    sending ??= send()
    return sending
  }
  return {
    async publish(topic, data = '') {
      const payload = encodeNotice(topic, data)
      if (held.at(-1) !== payload) held.push(payload)
      await flush()
    },
    subscribe(topic, listener) {
      open()
      const one = { listener }
      const present = subscriptions.get(topic) ?? new Set()
      subscriptions.set(topic, present.add(one))
      return () => {
        present.delete(one)
        if (present.size === 0 && subscriptions.get(topic) === present) subscriptions.delete(topic)
      }
    },
    async close() {
      await sending
      await link?.close()
      subscriptions.clear()
    },
  }
}
