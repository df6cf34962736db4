import { expect, it } from 'vitest'
import { looksSecret } from '@/lib/core/variables/looks-secret'

it.each([
  'SECRET',
  'SECRET_KEY_BASE',
  'db_password',
  'GITHUB_TOKEN',
  'API_KEY',
  'APIKEY',
  'AWS_ACCESS_KEY_ID',
  'SENTRY_DSN',
  'DATABASE_URL',
  'REDIS_URL',
  'MONGODB_URI',
])('offers %s as a secret', name => expect(looksSecret(name, 'x')).toBe(true))

it.each([
  'PORT',
  'KEYBOARD',
  'KEYCHAIN_PATH',
  'BASE_URL',
  'NEXT_PUBLIC_API_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  '',
])('does not offer %s as a secret', name => expect(looksSecret(name, 'x')).toBe(false))

it('sees passwords and keys in values', () => {
  expect(looksSecret('UPSTREAM', 'https://ada:pa55@example.test/')).toBe(true)
  expect(looksSecret('UPSTREAM', 'https://example.test:8080/a@b')).toBe(false)
  expect(looksSecret('CERTIFICATE', '-----BEGIN RSA PRIVATE KEY-----\n')).toBe(true)
})
