import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SecretsPort } from '@/lib/ports/secrets'

const VERSION = 'v1'
const KEY_BYTES = 32
/** The size NIST SP 800-38D recommends for GCM; random ones are safe for 2^32 values under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16
const WRAP_CONTEXT = 'data-key'

/** Sealed values under data keys that `masterKey` (32 bytes) wraps. */
export function secretsAdapter(masterKey: Buffer): SecretsPort {
  if (masterKey.length !== KEY_BYTES) throw new Error(`The master key must have ${KEY_BYTES} bytes.`)
  const unwrap = (wrappedKey: string) => decrypt(masterKey, WRAP_CONTEXT, wrappedKey)
  return {
    newDataKey: () => encrypt(masterKey, WRAP_CONTEXT, randomBytes(KEY_BYTES)),
    seal: (wrappedKey, context, plaintext) =>
      encrypt(unwrap(wrappedKey), context, Buffer.from(plaintext, 'utf8')),
    open: (wrappedKey, context, sealed) => decrypt(unwrap(wrappedKey), context, sealed).toString('utf8'),
  }
}

function encrypt(key: Buffer, context: string, plaintext: Buffer): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return [VERSION, ...[iv, cipher.getAuthTag(), data].map(part => part.toString('base64url'))].join('.')
}

/** The error says nothing of why: a cause would tell an attacker which part was right. */
function decrypt(key: Buffer, context: string, sealed: string): Buffer {
  const [version, ...parts] = sealed.split('.')
  const [iv, tag, data] = parts.map(part => Buffer.from(part, 'base64url'))
  const wellFormed = version === VERSION && parts.length === 3
  if (!wellFormed || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || !data) throw unreadable()
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(tag)
  const start = decipher.update(data)
  try {
    return Buffer.concat([start, decipher.final()])
  } catch {
    throw unreadable()
  }
}

const unreadable = () =>
  new Error('A stored secret cannot be read: it was changed, moved, or sealed under another master key.')
