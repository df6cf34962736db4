import { randomBytes } from 'node:crypto'
import { ID_PREFIX, type IdKind } from '@/lib/core/ids'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new random id, 100 bits. */
export const newId = (kind: IdKind): string =>
  `${ID_PREFIX[kind]}_${Array.from(randomBytes(20), byte => ALPHABET[byte % 32]).join('')}`
