import { hash, verify } from '@node-rs/argon2'
import type { PasswordPort } from '@/lib/ports/passwords'

/** argon2id with the OWASP password storage cheat sheet's parameters; memory in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Password hashes by argon2id. */
export function argon2Passwords(): PasswordPort {
  let decoy: Promise<string> | undefined
  return {
    hash: password => hash(password, COST),
    async verify(stored, password) {
      decoy ??= hash('a user who does not exist', COST)
      const right = await verify(stored ?? (await decoy), password)
      return right && stored !== null
    },
  }
}
