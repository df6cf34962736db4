import { afterAll, beforeAll } from 'vitest'
import { type NginxTestOptions, type NginxUnderTest, startNginx } from '../nginx-under-test'
import { startApp, type TestApp } from '../test-app'
import { type Documents, documents } from '../under-test'

export interface PolicyStage {
  nginx: NginxUnderTest
  documents: Documents
  blue: TestApp
  green: TestApp
}

type Answering = Parameters<typeof startApp>[1]

/** One nginx and two apps for all tests of a file. */
export function policyStage(options: NginxTestOptions = {}, answering?: Answering): () => PolicyStage {
  let stage: PolicyStage
  beforeAll(async () => {
    const [nginx, blue, green] = await Promise.all([
      startNginx(options),
      startApp('blue', answering),
      startApp('green', answering),
    ])
    stage = { nginx, blue, green, documents: documents(nginx.proxy, { host: '127.0.0.1', port: 9 }) }
  })
  afterAll(async () => {
    await Promise.all([stage.nginx.stop(), stage.blue.close(), stage.green.close()])
  })
  return () => stage
}
