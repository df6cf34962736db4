import { webApp } from '../support/apps'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository } from '../support/git-server'
import { startPanel, visit } from '../support/panel'
import { median, round } from './figures'

const ROUNDS = 5

/** From the request to roll back until the earlier version answers through the proxy, in milliseconds; median of 5. */
export async function rollbackBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  const repository = await createRepository({ files: webApp({ version: 'v0' }) })
  try {
    const { production } = await createApp(panel, { repositoryUrl: repository.url })
    const host = await hostOf(panel, production)
    const versions = [await deploy(panel, production)]
    await repository.commit(webApp({ version: 'v1' }), 'v1')
    versions.push(await deploy(panel, production))
    const times: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const wanted = `v${i % 2}`
      const started = performance.now()
      const { id } = await panel.call('deployments.roll-back', {
        appEnvironmentId: production,
        releaseId: versions[i % 2]?.releaseId ?? '',
      })
      while ((await visit(panel, host)).body !== wanted) await new Promise(resolve => setTimeout(resolve, 10))
      times.push(performance.now() - started)
      versions[i % 2] = await waitFor(panel, id)
    }
    return { ms: round(median(times)) }
  } finally {
    await repository.close()
    await panel.stop()
  }
}
