import { passwordWeakness } from '@/lib/core/access/password'
import { DomainError } from '@/lib/core/errors'

/** Throws `invalid` on the field `field` for a password that is too easy to guess. */
export function refuseWeakPassword(
  password: string,
  own: { email: string; name: string },
  field = 'password',
): void {
  const weakness = passwordWeakness(password, own)
  if (!weakness) return
  throw new DomainError('invalid', `${field}: ${weakness}`, {
    field,
    fix: 'Take four or more words that have nothing to do with each other.',
  })
}
