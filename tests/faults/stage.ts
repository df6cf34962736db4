import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { type Load, startLoad } from '../load/load'
import { dockerfile } from '../support/apps'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

const DOOMED = path.join(import.meta.dirname, 'doomed-worker.ts')
const SETTLED_MS = 60_000

/** What came of one kill. */
export interface Fault {
  /** The last thing the worker did, as `docker.start`; null: it came to the end alive. */
  point: string | null
  /** From the kill until another worker had the deployment, and until the deployment had ended. */
  movedMs: number
  endedMs: number
}

/** A panel with an app of every process type under load, on which workers are killed. */
export interface Stage {
  panel: Panel
  load: Load
  /** Deploys a new version by a worker that dies after `number` writes and effects; waits until all is right again. Throws when it is not. */
  kill(number: number): Promise<Fault>
  close(): Promise<void>
}

/** `/` answers the version. The worker and the scheduler only stay up. */
const app = (version: string) => ({
  ...dockerfile(['COPY *.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': `
const server = require('node:http').createServer((request, response) => response.end('${version}'))
server.listen(process.env.PORT)
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`,
  'work.js': `setInterval(() => undefined, 1000); process.on('SIGTERM', () => process.exit(0)) // ${version}`,
})

export async function openStage(): Promise<Stage> {
  const panel = await startPanel()
  const repository = await createRepository({ files: app('v0') })
  const { production: appEnvironmentId } = await createApp(panel, { repositoryUrl: repository.url })
  await panel.call('app-environments.update', {
    appEnvironmentId,
    releaseCommand: 'true',
    processes: {
      web: { count: 2 },
      worker: { command: 'node work.js' },
      beat: { command: 'node work.js', singleton: true },
    },
  })
  await deploy(panel, appEnvironmentId)
  const host = await hostOf(panel, appEnvironmentId)
  const networks = networkCount(panel)
  const load = startLoad({
    url: `http://127.0.0.1:${panel.port}/`,
    hostHeader: host,
    ratePerSecond: 40,
    newConnectionShare: 0.5,
  })
  let versions = 0
  return {
    panel,
    load,
    async kill(number) {
      versions += 1
      await repository.commit(app(`v${versions}`), `v${versions}`)
      const pid = panel.pid('worker')
      // The panel's own worker must not take it first.
      process.kill(pid, 'SIGSTOP')
      let killedAt = 0
      let point: string | null = null
      let deploymentId = ''
      try {
        deploymentId = (await panel.call('deployments.create', { appEnvironmentId })).id
        point = await runDoomed(panel, deploymentId, number)
        killedAt = performance.now()
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      const movedMs = point ? await movedAgain(panel, deploymentId, killedAt) : 0
      await waitFor(panel, deploymentId)
      const endedMs = performance.now() - killedAt
      await settled(panel, { appEnvironmentId, host, version: `v${versions}`, networks })
      return { point, movedMs, endedMs }
    },
    async close() {
      await load.stop()
      await repository.close()
      await panel.stop()
    },
  }
}

/** Returns the name of the point after which it died, or null when it lived to the end. */
async function runDoomed(panel: Panel, deploymentId: string, number: number): Promise<string | null> {
  const environment = JSON.parse(readFileSync(path.join(panel.dataDir, 'environment.json'), 'utf8'))
  const child = spawn(process.execPath, ['--import', 'tsx', DOOMED, deploymentId, String(number)], {
    env: { ...environment, PATH: process.env.PATH, BERTH_LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (signal === 'SIGKILL') return said.trim().split('\n').at(-1)?.split(' ')[1] ?? ''
  if (code !== 0) throw new Error(`the worker ended with ${code}:\n${said}`)
  return null
}

async function movedAgain(panel: Panel, id: string, since: number): Promise<number> {
  const { fence } = await panel.db.deployment.findUniqueOrThrow({ where: { id } })
  for (;;) {
    const row = await panel.db.deployment.findUniqueOrThrow({ where: { id } })
    if (row.fence > fence || row.finishedAt) return performance.now() - since
    if (performance.now() - since > SETTLED_MS) throw new Error('no other worker took the deployment')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

interface Right {
  appEnvironmentId: string
  host: string
  version: string
  networks: number
}

/** Waits until the new version serves, nothing of the old one is left, and nothing leaked. */
async function settled(panel: Panel, right: Right): Promise<void> {
  const until = performance.now() + SETTLED_MS
  for (;;) {
    const wrong = await whatIsWrong(panel, right)
    if (!wrong) return
    if (performance.now() > until) throw new Error(wrong)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function whatIsWrong(
  panel: Panel,
  { appEnvironmentId, host, version, networks }: Right,
): Promise<string | null> {
  const { body } = await visit(panel, host)
  if (body !== version) return `the app answers ${body}, not ${version}`
  const rows = await panel.db.instance.findMany({ where: { appEnvironmentId } })
  const serving = rows.map(({ containerName, state }) => `${containerName} ${state}`).sort()
  if (rows.length !== 4 || rows.some(({ state }) => state !== 'SERVING'))
    return `the instances are ${serving.join(', ')}`
  const running = docker('ps', '--format', '{{.Names}}', ...ours(panel)).sort()
  const names = rows.map(({ containerName }) => containerName).sort()
  if (running.join() !== names.join())
    return `the containers are ${running.join(', ')}, not ${names.join(', ')}`
  const all = docker('ps', '-a', '-q', ...ours(panel)).length
  if (all !== rows.length) return `${all} containers are there, ${rows.length} are known`
  if (networkCount(panel) !== networks) return 'the networks are not the same'
  const leases = await panel.db.deployment.count({ where: { finishedAt: null } })
  return leases === 0 ? null : `${leases} deployments have not ended`
}

const ours = (panel: Panel) => ['--filter', `label=berth.namespace=${panel.env.BERTH_NAMESPACE}`]
const networkCount = (panel: Panel) => docker('network', 'ls', '-q', ...ours(panel)).length
const docker = (...argv: string[]) =>
  spawnSync('docker', argv, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
