import { webApp } from '../support/apps'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'
import { median, round } from './figures'
import { startRawSteps } from './raw-steps'

const ROUNDS = 5

/**
 * A one-line source change until the new version answers through the proxy, median of 5, in milliseconds; beside it the
 * same steps done raw (git, the Docker API, the proxy) in the same run, in turns.
 */
export async function deployBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  const repository = await createRepository({ files: webApp({ version: 'warm' }) })
  const raw = await startRawSteps(repository.url)
  try {
    const { production } = await createApp(panel, { repositoryUrl: repository.url })
    await deploy(panel, production)
    await raw.deploy('warm')
    const times: number[] = []
    const rawTimes: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      times.push(await ours(panel, production, repository, `ours-${i}`))
      await repository.commit(webApp({ version: `raw-${i}` }), `raw ${i}`)
      rawTimes.push(await raw.deploy(`raw-${i}`))
    }
    const ms = median(times)
    const rawMs = median(rawTimes)
    return { ms: round(ms), raw_ms: round(rawMs), ratio: round(ms / rawMs, 2) }
  } finally {
    await raw.close()
    await repository.close()
    await panel.stop()
  }
}

async function ours(panel: Panel, appEnvironmentId: string, repository: ServedRepository, version: string) {
  const host = await hostOf(panel, appEnvironmentId)
  await repository.commit(webApp({ version: version }), version)
  const started = performance.now()
  await panel.call('deployments.create', { appEnvironmentId })
  while ((await visit(panel, host)).body !== version) await new Promise(resolve => setTimeout(resolve, 5))
  const took = performance.now() - started
  // The old version retires before the next round, so that rounds do not disturb each other.
  await new Promise(resolve => setTimeout(resolve, 3000))
  return took
}
