import { describe, expect, test } from 'vitest'
import { passwordWeakness } from '@/lib/core/access/password'

const ada = { email: 'ada.lovelace@example.test', name: 'Ada Lovelace' }

describe('weak passwords', () => {
  test.each([
    'password1234',
    'P@ssw0rd2026!',
    'Password-Password',
    'Admin123456!',
    'welcome2berth',
    'qwertyuiop12',
    '123456789012',
    'abcdefghijkl',
    'aaaaaaaaaaaa',
    'abababababab',
    'abc123abc123',
    '1qaz2wsx3edc4rfv',
    'lovelace2026',
    'ada.lovelace@example.test',
    'AdaLovelace!!',
    'changeme!changeme',
  ])('%s is refused', password => {
    expect(passwordWeakness(password, ada)).toMatch(/^must not /)
  })
})

describe('good passwords', () => {
  test.each([
    'correct horse battery',
    'Zx9$kq!vT2mw',
    'пароль из кота',
    '雨の日に猫が笑って歌うよね',
    'trout-ladder-42-moss',
  ])('%s is taken', password => {
    expect(passwordWeakness(password, ada)).toBeNull()
  })

  test('200 characters are judged at once', () => {
    expect(passwordWeakness('ab'.repeat(100), ada)).not.toBeNull()
  })
})
