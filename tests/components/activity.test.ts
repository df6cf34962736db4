import { describe, expect, it } from 'vitest'
import { deviceName } from '@/components/account/user-agent'
import { detailText, sentence } from '@/components/activity/sentence'

describe('sentence', () => {
  it.each([
    ['app.create', 'created the app'],
    ['app-environment.stop', 'stopped the app environment'],
    ['domain.remove', 'removed the domain'],
    ['webhook.rotate-secret', 'replaced the webhook secret of'],
    ['rocket.launch-twice', 'launch twice the rocket'],
    ['odd', 'odd'],
  ])('says for %s: %s', (verb, text) => {
    expect(sentence(verb)).toEqual({ text, namesEntity: true })
  })

  it('does not repeat the name of who did it', () => {
    expect(sentence('session.create')).toEqual({ text: 'signed in', namesEntity: false })
  })
})

describe('detailText', () => {
  it('shows commits in short', () => {
    expect(detailText({ commit: '9e26c26eadc9fdba8c082366102b6eeea0c47e5c' })).toBe('commit: 9e26c26')
  })

  it('puts the facts in one line and leaves out empty ones', () => {
    expect(
      detailText({ repositoryUrl: 'https://x', names: ['A', 'B'], none: [], was: null, note: '', count: 0 }),
    ).toBe('repository url: https://x · names: A, B · count: 0')
  })
})

describe('deviceName', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
    [null, 'Unknown device'],
  ])('reads %s', (header, name) => {
    expect(deviceName(header)).toBe(name)
  })
})
