import type { OutputOf } from '@/lib/api/contract'
import { FINAL_PHASES } from '@/lib/core/deployment/phase'
import type { Panel } from './panel'

export type Deployment = OutputOf<'deployments.get'>
type App = OutputOf<'apps.create'>

/** A project with one app whose branches are set; its new versions are not watched for long, to save time. */
export async function createApp(
  panel: Panel,
  {
    repositoryUrl,
    branch = 'main',
    name = 'shop',
    rootDirectory,
  }: { repositoryUrl: string; branch?: string; name?: string; rootDirectory?: string },
): Promise<{ app: App; production: string; staging: string; projectId: string }> {
  const project = await panel.call('projects.create', {
    name: `Project ${Math.random().toString(36).slice(2, 8)}`,
  })
  const app = await panel.call('apps.create', {
    projectId: project.id,
    name,
    repositoryUrl,
    ...(rootDirectory ? { rootDirectory } : {}),
  })
  const idOf = (slug: string) =>
    app.environments.find(({ environmentSlug }) => environmentSlug === slug)?.appEnvironmentId ?? ''
  const [production, staging] = [idOf('production'), idOf('staging')]
  for (const appEnvironmentId of [production, staging])
    await panel.call('app-environments.update', { appEnvironmentId, branch, soakSeconds: 0 })
  return { app, production, staging, projectId: project.id }
}

/** Waits until the deployment is in one of `phases`; throws with its failure when it ends in another. */
export async function waitFor(
  panel: Panel,
  deploymentId: string,
  phases: string[] = ['SUCCEEDED'],
  limitMs = 180_000,
): Promise<Deployment> {
  const until = Date.now() + limitMs
  for (;;) {
    const deployment = await panel.call('deployments.get', { deploymentId }).catch(() => null)
    if (deployment && phases.includes(deployment.phase)) return deployment
    const ended = deployment && FINAL_PHASES.some(phase => phase === deployment.phase)
    if (deployment && (ended || Date.now() > until)) {
      const { entries } = await panel.call('deployments.log', { deploymentId, limit: 60 })
      const log = entries.map(({ text }) => text).join('\n')
      throw new Error(
        `#${deployment.number} is ${deployment.phase}: ${JSON.stringify(deployment.failure)}\n${log}`,
      )
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** Deploys and waits for the end. */
export async function deploy(
  panel: Panel,
  appEnvironmentId: string,
  phases: string[] = ['SUCCEEDED'],
): Promise<Deployment> {
  const { id } = await panel.call('deployments.create', { appEnvironmentId })
  return waitFor(panel, id, phases)
}

/** Host header with which a visitor reaches the app environment. */
export async function hostOf(panel: Panel, appEnvironmentId: string): Promise<string> {
  const { url } = await panel.call('app-environments.get', { appEnvironmentId })
  if (!url) throw new Error('the app environment has no address')
  return new URL(url).host
}
