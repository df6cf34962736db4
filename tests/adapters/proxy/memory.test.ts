import { expect, it } from 'vitest'
import { memoryProxy } from '@/lib/adapters/proxy/memory'
import { documents, live } from './under-test'

const target = { host: '127.0.0.1', port: 80 }

it('keeps the newest document, and refuses what a real proxy refuses', async () => {
  const proxy = memoryProxy()
  const { applyAt } = documents(proxy, target)
  expect(proxy.document()).toBeNull()
  await applyAt(2, live('new.test', target))
  await applyAt(1, live('old.test', target))
  expect(await proxy.status()).toEqual({ driver: 'memory', generation: 2 })
  expect(proxy.document()?.routes[0]?.hosts).toEqual(['new.test'])
  await expect(applyAt(3, live('.no-host', target))).rejects.toThrow('Not a')
})
