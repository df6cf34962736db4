import { describe, expect, test } from 'vitest'
import { freeSlug, MAX_SLUG, slugOf } from '@/lib/core/slug'

describe('slug of a name', () => {
  test.each([
    ['My Shop', 'my-shop'],
    ['  Café Größe & Søn  ', 'cafe-grosse-son'],
    ['a--b__c', 'a-b-c'],
    ['ＦＵＬＬ ｗｉｄｔｈ', 'full-width'],
    ['２０２６', '2026'],
    ['日本語', 'app'],
    ['🚀', 'app'],
    ['---', 'app'],
    ['$(id); rm -rf /', 'id-rm-rf'],
    ['../../etc/passwd', 'etc-passwd'],
    ['xn--bcher-kva', 'xn-bcher-kva'],
    ['Settings', 'settings-app'],
    ['new', 'new-app'],
  ])('%s gives %s', (name, slug) => {
    expect(slugOf(name, 'app')).toBe(slug)
  })

  test('is a DNS label of at most 30 characters whatever the name', () => {
    for (let code = 1; code < 0x3000; code += 7) {
      const slug = slugOf(`${String.fromCodePoint(code).repeat(3)}${'x-'.repeat(code % 40)}`, 'app')
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(MAX_SLUG)
    }
  })
})

describe('free slug', () => {
  test('counts up, and stays within the limit', () => {
    expect(freeSlug('shop', [])).toBe('shop')
    expect(freeSlug('shop', ['shop', 'shop-2'])).toBe('shop-3')
    const long = 'a'.repeat(MAX_SLUG)
    expect(freeSlug(long, [long])).toBe(`${'a'.repeat(MAX_SLUG - 2)}-2`)
  })
})
