import type { ContainerSpec } from './container-spec'
import { hostname, LABEL, resourceLabels } from './names'
import { webConcurrency } from './web-concurrency'

/** Threads count as processes: room for a JVM or a busy Node server, none for a fork bomb. */
const PIDS_LIMIT = 1024

export interface SpecInput {
  name: string
  namespace: string
  image: string
  processType: string
  /** From 1. */
  index: number
  command: string | string[] | null
  memoryMb: number
  cpuMillis: number
  port: number
  variables: Record<string, string>
  commitSha: string
  network: string
  appSlug: string
  environment: { slug: string; kind: 'PRODUCTION' | 'STAGING' | 'CUSTOM' }
  ids: {
    appId: string
    appEnvironmentId: string
    releaseId: string
    deploymentId: string
    instanceId: string
  }
}

/** The container of one instance. What the user sets wins over what Berth injects. */
export function containerSpecFor(input: SpecInput): ContainerSpec {
  const { name, image, command, memoryMb, cpuMillis, network, appSlug, processType, index } = input
  return {
    name,
    hostname: hostname({ app: appSlug, process: processType, index }),
    image,
    command,
    env: { ...injectedVariables(input), ...input.variables },
    labels: {
      ...resourceLabels({ namespace: input.namespace, ...input.ids }),
      [LABEL.process]: processType,
      [LABEL.index]: String(index),
    },
    network,
    aliases: aliases(appSlug, processType),
    memoryMb,
    cpuMillis,
    pidsLimit: PIDS_LIMIT,
  }
}

function injectedVariables(input: SpecInput): Record<string, string> {
  return {
    PORT: String(input.port),
    WEB_CONCURRENCY: String(webConcurrency(input.cpuMillis, input.memoryMb)),
    PYTHONUNBUFFERED: '1',
    // The container is reached through the proxy only, which sets X-Forwarded-* itself.
    FORWARDED_ALLOW_IPS: '*',
    ENVIRONMENT: environmentName(input.environment),
    SOURCE_COMMIT: input.commitSha,
  }
}

const environmentName = ({ slug, kind }: SpecInput['environment']) =>
  kind === 'CUSTOM' ? slug : kind === 'PRODUCTION' ? 'production' : 'staging'

/** `http://api:8080` inside the environment's network; a release command serves nobody. */
const aliases = (appSlug: string, processType: string) =>
  processType === 'release' ? [] : [processType === 'web' ? appSlug : `${appSlug}-${processType}`]
