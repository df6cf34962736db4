import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startLoad } from '../../../load/load'
import { longRequest, openWebsocket } from '../../../load/long'
import { ask } from '../client'
import type { Stage } from '../contract'
import { live } from '../under-test'

const SWITCHES = 200

export function switching(stage: () => Stage) {
  it('sends every new request to the new target from the acknowledgement on', async () => {
    const { on, documents, blue, green } = stage()
    for (let round = 0; round < 20; round++) {
      for (const app of [blue, green]) {
        await documents.apply(live('app.test', app.target))
        const answers = await Promise.all([1, 2, 3, 4].map(() => ask(on.origin, 'app.test')))
        const expected = app === blue ? 'blue' : 'green'
        expect(answers.map(({ body }) => body)).toEqual(Array(4).fill(expected))
      }
    }
  })

  it(`loses no request, websocket or long request in ${SWITCHES} switches under load`, {
    timeout: 60_000,
  }, async () => {
    const { on, documents, blue, green } = stage()
    await documents.apply(live('app.test', blue.target))
    const place = { url: on.origin, hostHeader: 'app.test' }
    const long = longRequest({ ...place, url: `${on.origin}/slow?ms=5000` })
    const websocket = await openWebsocket(place)
    const load = startLoad({ ...place, ratePerSecond: 300, newConnectionShare: 0.3 })
    for (let count = 1; count <= SWITCHES; count++) {
      await documents.apply(live('app.test', (count % 2 ? green : blue).target))
      await sleep(25)
      if (count % 20 === 0) {
        expect((await websocket.echo(Buffer.from(`message ${count}`))).toString()).toBe(`message ${count}`)
      }
    }
    const result = await load.stop()
    console.log(`${SWITCHES} switches: ${JSON.stringify(result)}`)
    expect(result.failures).toEqual({})
    expect(result.requests).toBeGreaterThan(1000)
    expect(Object.keys(result.byBody).sort()).toEqual(['blue', 'green'])
    expect(await long).toEqual({ status: 200, body: 'blue' })
    expect(websocket.brokenBy()).toBeNull()
    websocket.close()
  })
}
