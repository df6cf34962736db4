import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 bits for a link or an API token. Only its hash is stored. */
export const newSecretToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`

/** What is stored of a secret token. It has enough entropy for a plain SHA-256. */
export const hashSecretToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const API_TOKEN_PREFIX = 'berth'
export const SETUP_PREFIX = 'setup'
