import { setTimeout as sleep } from 'node:timers/promises'
import { isFinal } from '@/lib/core/deployment/phase'
import type { Context } from '@/lib/operations/context'
import type { Deployment } from '@/lib/operations/deployments/schema'
import { parseOptions } from '../arguments'
import { stepPrinter } from '../launcher/step-printer.mjs'
import { openRuntime } from '../open-runtime'
import { visit } from '../visit'

export const summary = 'deploy the bundled example to staging and production'
export const usage = 'berth demo [--data-dir DIR]'

const REPOSITORY = 'berth-example://flask'
const POLL_MS = 250
/** The first build fetches base images and packages. */
const TIMEOUT_MS = 15 * 60_000

/** Deploys the example unless it is there, follows its deployments to their end, and prints where it is live. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir } = parseOptions(argv, {})
  const { ctx, proxyPort, close } = await openRuntime(dataDir)
  const printer = stepPrinter(process.stdout)
  try {
    const live: { name: string; url: string }[] = []
    for (const { id, environment } of await findOrCreate(ctx)) {
      const deployment = await follow(ctx, id, phase =>
        printer.begin(`${environment}: ${phase.toLowerCase()}`),
      )
      if (deployment.phase !== 'SUCCEEDED' || deployment.url === null) {
        printer.failed(`${environment}: ${whyNot(deployment)}`)
        return 1
      }
      printer.done(
        `${environment} is live: ${await greeting(deployment.url, proxyPort)}`,
        duration(deployment),
      )
      live.push({ name: environment, url: deployment.url })
    }
    for (const { name, url } of live) console.log(`  ${name.padEnd(12)}${url}`)
    return 0
  } finally {
    await close()
  }
}

async function findOrCreate(ctx: Context): Promise<{ id: string; environment: string }[]> {
  const find = () =>
    ctx.db.appEnvironment.findMany({
      where: { app: { repositoryUrl: REPOSITORY, deletingAt: null } },
      include: { environment: true },
      orderBy: { environment: { position: 'asc' } },
    })
  let rows = await find()
  if (rows.length === 0) {
    const { createExample } = await import('@/lib/operations/examples/create')
    await createExample(ctx, {})
    rows = await find()
  }
  return rows.map(({ id, environment }) => ({ id, environment: environment.slug }))
}

/** The newest deployment, at its end. Throws when it takes too long. */
async function follow(
  ctx: Context,
  appEnvironmentId: string,
  show: (phase: string) => void,
): Promise<Deployment> {
  const { presentDeployment } = await import('@/lib/operations/deployments/present')
  const deadline = Date.now() + TIMEOUT_MS
  for (;;) {
    const newest = await ctx.db.deployment.findFirst({
      where: { appEnvironmentId },
      orderBy: { number: 'desc' },
      select: { id: true },
    })
    if (!newest) throw new Error('The example has no deployment; deploy it in the panel.')
    const deployment = await presentDeployment(ctx, newest.id)
    if (isFinal(deployment.phase)) return deployment
    if (Date.now() > deadline) throw new Error(`The deployment is still ${deployment.phase.toLowerCase()}.`)
    show(deployment.phase)
    await sleep(POLL_MS)
  }
}

function whyNot({ phase, failure }: Deployment): string {
  if (!failure) return `the deployment is ${phase.toLowerCase()}.`
  return [`${failure.sentence} ${failure.fix}`, ...failure.lastLines].join('\n    ')
}

const duration = ({ createdAt, finishedAt }: Deployment) =>
  (finishedAt ? Date.parse(finishedAt) : Date.now()) - Date.parse(createdAt)

/** The page's heading as a visitor sees it; asked through the proxy. */
async function greeting(url: string, proxyPort: number): Promise<string> {
  const { status, body } = await visit(proxyPort, new URL(url).host, '/')
  if (status !== 200) throw new Error(`${url} answers with status ${status}.`)
  const heading = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(body)?.[1] ?? body
  return heading
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 40)
}
