import { webApp } from '../support/apps'
import { createApp, type Deployment, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository } from '../support/git-server'
import { startPanel, visit } from '../support/panel'
import { median, round } from './figures'

const ROUNDS = 5

/**
 * From the request to promote until the other environment's version answers through the proxy, in milliseconds; median
 * of 5. `boot_ms`: the part of it in which the container was up and did not pass its check yet.
 */
export async function promoteBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  const repository = await createRepository({ files: webApp({ version: 'v0' }) })
  try {
    const { production, staging } = await createApp(panel, { repositoryUrl: repository.url })
    const host = await hostOf(panel, production)
    const releases = [await deploy(panel, staging)]
    await repository.commit(webApp({ version: 'v1' }), 'v1')
    releases.push(await deploy(panel, staging))
    const times: number[] = []
    const boots: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const wanted = `v${i % 2}`
      const started = performance.now()
      const { id } = await panel.call('promotions.create', {
        appEnvironmentId: production,
        releaseId: releases[i % 2]?.releaseId ?? '',
      })
      while ((await visit(panel, host)).body !== wanted) await new Promise(resolve => setTimeout(resolve, 10))
      times.push(performance.now() - started)
      boots.push(checkTook(await waitFor(panel, id)))
    }
    return { ms: round(median(times)), boot_ms: round(median(boots)) }
  } finally {
    await repository.close()
    await panel.stop()
  }
}

function checkTook({ steps }: Deployment): number {
  const check = steps.find(({ phase }) => phase === 'CHECKING')
  return check?.finishedAt ? Date.parse(check.finishedAt) - Date.parse(check.startedAt) : Number.NaN
}
