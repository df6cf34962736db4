import { expect, test } from 'vitest'
import { countKinds, kindName } from '@/components/cleanup/words'

test('kinds are counted in words', () => {
  const of = (...kinds: Parameters<typeof kindName>[0][]) => countKinds(kinds.map(kind => ({ kind })))
  expect(of()).toBe('nothing')
  expect(of('image')).toBe('1 image')
  expect(of('image', 'log', 'image', 'mirror')).toBe('2 images, 1 log and 1 repository copy')
  expect(kindName('leftover')).toBe('Temporary file')
})
