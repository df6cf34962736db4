import { afterAll, beforeAll, describe } from 'vitest'
import { answerProxyPage } from '@/workers/proxy-pages'
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

/** Where drivers differ; docs/proxy.md says so for each. */
export interface Traits {
  /** Gives each request a number, and tells it to the app and the visitor. */
  requestIds: boolean
  /** Says in a page of its own that an app did not answer, and never takes half an answer for another failure. */
  failurePages: boolean
  /** Hands `%2E` over as it was written; else as the `.` that RFC 3986 says is the same. */
  exactPaths: boolean
  /** Refuses a request that gives its length twice; else goes by the chunks, as RFC 9112 says. */
  strictLengths: boolean
  /** Answers TLS with a refusal; else with silence. */
  refusesTls: boolean
}

/** A running proxy, the documents it was given, and apps and a panel to route to. */
export interface Stage {
  on: ProxyUnderTest
  documents: Documents
  blue: TestApp
  green: TestApp
  panel: TestApp
  traits: Traits
}

const parts = { routing, switching, restarts, headers, streams, hostile, failures, 'in flight': inFlight }

/** What every driver of the proxy must do, tried with real requests on a real proxy. */
export function proxyContract(
  driver: string,
  start: (panel: { host: string; port: number }) => Promise<ProxyUnderTest>,
  traits: Traits,
) {
  describe(`${driver} as the proxy`, { timeout: 30_000 }, () => {
    let stage: Stage
    beforeAll(async () => {
      const panel = await startApp('panel', answerProxyPage)
      const [on, blue, green] = await Promise.all([start(panel.target), startApp('blue'), startApp('green')])
      stage = { traits, on, blue, green, panel, documents: documents(on.proxy, panel.target) }
    })
    afterAll(async () => {
      const { on, blue, green, panel } = stage
      await Promise.all([on.stop(), blue.close(), green.close(), panel.close()])
    })
    for (const [name, tests] of Object.entries(parts)) describe(name, () => tests(() => stage))
  })
}
