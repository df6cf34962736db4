import { startLoad } from '../load/load'
import { webApp } from '../support/apps'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository } from '../support/git-server'
import { startPanel } from '../support/panel'
import { round } from './figures'

const DEPLOYS = 10
const RATE = 200
const REQUESTS = 10_000

/** Ten deploys under 200 requests a second, half of them on new connections; goes on until 10,000 requests are sent. */
export async function switchBench({ bootSeconds }: { bootSeconds: number }): Promise<Record<string, number>> {
  const panel = await startPanel()
  const repository = await createRepository({ files: webApp({ version: 'v0', bootSeconds }) })
  try {
    const { production } = await createApp(panel, { repositoryUrl: repository.url })
    await deploy(panel, production)
    const load = startLoad({
      url: `http://127.0.0.1:${panel.port}/`,
      hostHeader: await hostOf(panel, production),
      ratePerSecond: RATE,
      newConnectionShare: 0.5,
    })
    for (let i = 1; i <= DEPLOYS; i++) {
      await repository.commit(webApp({ version: `v${i}`, bootSeconds }), `v${i}`)
      await deploy(panel, production)
    }
    while (load.sent() < REQUESTS) await new Promise(resolve => setTimeout(resolve, 50))
    const { requests, failed, failures, p99Ms } = await load.stop()
    if (failed > 0) console.error(JSON.stringify(failures))
    return { requests, failed, p99_ms: round(p99Ms, 1), deploys: DEPLOYS }
  } finally {
    await repository.close()
    await panel.stop()
  }
}
