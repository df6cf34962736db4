import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
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
  /** From the kill until another worker had the deployment. */
  movedMs: number
}

/** A panel with an app of every process type under load, on which workers are killed. */
export interface Stage {
  panel: Panel
  load: Load
  /** Deploys a new version by a worker that dies after `number` writes and effects; waits until all is right again. Throws when it is not. */
  kill(number: number): Promise<Fault>
  /** The same with a worker that stands still for longer than its lease; returns what it did when it went on. */
  pause(number: number): Promise<string[]>
  /** Has two workers take the same deployment at once; returns how much each did. */
  race(): Promise<number[]>
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
  /** Has a new version deployed by other workers than the panel's own, which stands still meanwhile. */
  const handOut = async <T>(work: (deploymentId: string) => Promise<T>) => {
    versions += 1
    await repository.commit(app(`v${versions}`), `v${versions}`)
    const pid = panel.pid('worker')
    process.kill(pid, 'SIGSTOP')
    try {
      const { id } = await panel.call('deployments.create', { appEnvironmentId })
      return { id, result: await work(id) }
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }
  const ended = async (id: string) => {
    await waitFor(panel, id)
    await settled(panel, { appEnvironmentId, host, version: `v${versions}`, networks })
  }
  return {
    panel,
    load,
    async kill(number) {
      const { id, result } = await handOut(deployment =>
        lived(startDoomed(panel, deployment, number, 'SIGKILL')),
      )
      const killedAt = performance.now()
      const movedMs = result.alive ? 0 : await movedAgain(panel, id, killedAt)
      await ended(id)
      return { point: result.alive ? null : (result.points.at(-1) ?? ''), movedMs }
    },
    async pause(number) {
      const { id, result } = await handOut(async deployment => {
        const worker = startDoomed(panel, deployment, number, 'SIGSTOP')
        while (worker.points().length < number) await new Promise(resolve => setTimeout(resolve, 20))
        return worker
      })
      await ended(id)
      result.child.kill('SIGCONT')
      const { points } = await lived(result)
      await ended(id)
      return points.slice(number)
    },
    async race() {
      const { id, result } = await handOut(deployment =>
        Promise.all([1, 2].map(() => lived(startDoomed(panel, deployment, 0, 'SIGKILL')))),
      )
      await ended(id)
      return result.map(({ points }) => points.length)
    },
    async close() {
      await load.stop()
      await repository.close()
      await panel.stop()
    },
  }
}

interface Doomed {
  child: ChildProcess
  /** Names of the points it has passed. */
  points(): string[]
}

function startDoomed(panel: Panel, deploymentId: string, number: number, signal: NodeJS.Signals): Doomed {
  const environment = JSON.parse(readFileSync(path.join(panel.dataDir, 'environment.json'), 'utf8'))
  const argv = ['--import', 'tsx', DOOMED, deploymentId, String(number), signal]
  const child = spawn(process.execPath, argv, {
    env: { ...environment, PATH: process.env.PATH, BERTH_LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  return { child, points: () => said.split('\n').flatMap(line => line.split(' ')[1] ?? []) }
}

/** Waits for its end; `alive`: it came to the end of its work. */
async function lived({ child, points }: Doomed): Promise<{ alive: boolean; points: string[] }> {
  const [code, signal] = await once(child, 'close')
  if (code !== 0 && signal !== 'SIGKILL')
    throw new Error(`the worker ended with ${code}: ${points().join(', ')}`)
  return { alive: signal !== 'SIGKILL', points: points() }
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
