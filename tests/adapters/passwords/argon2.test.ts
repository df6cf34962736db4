import { describe, expect, test } from 'vitest'
import { argon2Passwords } from '@/lib/adapters/passwords/argon2'

describe('argon2 passwords', () => {
  const passwords = argon2Passwords()

  test('a hash fits its own password only, and is never the same twice', async () => {
    const stored = await passwords.hash('correct horse battery')
    expect(stored).toMatch(/^\$argon2id\$/)
    expect(await passwords.hash('correct horse battery')).not.toBe(stored)
    expect(await passwords.verify(stored, 'correct horse battery')).toBe(true)
    expect(await passwords.verify(stored, 'correct horse batterY')).toBe(false)
    expect(await passwords.verify(stored, '')).toBe(false)
  })

  test('an unknown user has no right password, not even that of the decoy', async () => {
    expect(await passwords.verify(null, 'a user who does not exist')).toBe(false)
  })
})
