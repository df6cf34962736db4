import { expect, it } from 'vitest'
import { ask } from '../client'
import type { Stage } from '../contract'
import { live, PANEL_HOST, stopped } from '../under-test'

export function restarts(stage: () => Stage) {
  for (const how of ['stopped', 'killed'] as const) {
    it(`routes as before after it was ${how} and started again`, async () => {
      const { on, documents, blue } = stage()
      const generation = await documents.apply(live('app.test', blue.target), stopped('idle.test'))
      await on.restart(how)
      expect((await on.proxy.status()).generation).toBe(generation)
      expect((await ask(on.origin, 'app.test')).body).toBe('blue')
      expect((await ask(on.origin, 'idle.test')).status).toBe(503)
      expect((await ask(on.origin, 'nowhere.test')).status).toBe(404)
      await documents.apply(live('app.test', blue.target))
      expect((await ask(on.origin, PANEL_HOST)).body).toBe('panel')
      expect((await ask(on.origin, 'idle.test')).status).toBe(404)
    })
  }
}
