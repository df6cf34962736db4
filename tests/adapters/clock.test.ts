import { expect, it } from 'vitest'
import { systemClock } from '@/lib/adapters/clock'

it('sleeps and wakes', async () => {
  await expect(systemClock.sleep(1)).resolves.toBeUndefined()
})

it('rejects with the reason of the abort, at once or while asleep', async () => {
  const controller = new AbortController()
  const asleep = systemClock.sleep(60_000, controller.signal)
  const reason = new Error('cancelled')
  controller.abort(reason)
  await expect(asleep).rejects.toBe(reason)
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason)
})
