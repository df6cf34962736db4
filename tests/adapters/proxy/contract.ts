import { afterAll, beforeAll, describe } from 'vitest'
import { failures } from './contract/failures'
import { headers } from './contract/headers'
import { hostile } from './contract/hostile'
import { inFlight } from './contract/in-flight'
import { restarts } from './contract/restarts'
import { routing } from './contract/routing'
import { streams } from './contract/streams'
import { switching } from './contract/switching'
import { startApp, type TestApp } from './test-app'
import { type Documents, documents, type ProxyUnderTest } from './under-test'

/** A running proxy, the documents it was given, and apps and a panel to route to. */
export interface Stage {
  on: ProxyUnderTest
  documents: Documents
  blue: TestApp
  green: TestApp
  panel: TestApp
}

const parts = { routing, switching, restarts, headers, streams, hostile, failures, 'in flight': inFlight }

/** What every driver of the proxy must do, tried with real requests on a real proxy. */
export function proxyContract(driver: string, start: () => Promise<ProxyUnderTest>) {
  describe(`${driver} as the proxy`, { timeout: 30_000 }, () => {
    let stage: Stage
    beforeAll(async () => {
      const [on, blue, green, panel] = await Promise.all([
        start(),
        startApp('blue'),
        startApp('green'),
        startApp('panel'),
      ])
      stage = { on, blue, green, panel, documents: documents(on.proxy, panel.target) }
    })
    afterAll(async () => {
      const { on, blue, green, panel } = stage
      await Promise.all([on.stop(), blue.close(), green.close(), panel.close()])
    })
    for (const [name, tests] of Object.entries(parts)) describe(name, () => tests(() => stage))
  })
}
