import * as z from 'zod'

/** Postgres refuses payloads of 8,000 bytes and more. */
const MAX_BYTES = 7000
const notice = z.tuple([z.string(), z.string()])

/** What is sent over the one channel. Throws when it is too long. */
export function encodeNotice(topic: string, data: string): string {
  const payload = JSON.stringify([topic, data])
  if (Buffer.byteLength(payload) > MAX_BYTES) {
    throw new Error(`A notice on ${topic.slice(0, 80)} has more than ${MAX_BYTES} bytes; send an id instead.`)
  }
  return payload
}

/** Topic and data, or null for what is not ours. */
export function decodeNotice(payload: string): { topic: string; data: string } | null {
  try {
    const [topic, data] = notice.parse(JSON.parse(payload))
    return { topic, data }
  } catch {
    // Anyone who may use the database may notify on the channel; what we cannot read is not for us.
    return null
  }
}
