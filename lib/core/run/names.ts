/** Label keys on everything Berth makes on the engine. Things are found again by these, never by memory. */
export const LABEL = {
  namespace: 'berth.namespace',
  environment: 'berth.environment',
  app: 'berth.app',
  appEnvironment: 'berth.app-environment',
  release: 'berth.release',
  deployment: 'berth.deployment',
  instance: 'berth.instance',
  process: 'berth.process',
  index: 'berth.index',
  /** Fingerprint of the specification a container was made from. */
  spec: 'berth.spec',
} as const

export interface ResourceIds {
  namespace: string
  environmentId?: string
  appId?: string
  appEnvironmentId?: string
  releaseId?: string
  deploymentId?: string
  instanceId?: string
}

/** Labels for what belongs to the given rows. */
export function resourceLabels(ids: ResourceIds): Record<string, string> {
  const labels: [string, string | undefined][] = [
    [LABEL.namespace, ids.namespace],
    [LABEL.environment, ids.environmentId],
    [LABEL.app, ids.appId],
    [LABEL.appEnvironment, ids.appEnvironmentId],
    [LABEL.release, ids.releaseId],
    [LABEL.deployment, ids.deploymentId],
    [LABEL.instance, ids.instanceId],
  ]
  return Object.fromEntries(labels.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

/**
 * `berth_shop_api_production_web-1_d12`. Slugs hold dashes but no underscores, so that project `a-b`, app `c` and
 * project `a`, app `b-c` never share a name.
 */
export function containerName(of: {
  namespace: string
  project: string
  app: string
  environment: string
  process: string
  index: number
  /** The deployment's number. */
  number: number
}): string {
  const { namespace, project, app, environment, process, index, number } = of
  return [namespace, project, app, environment, `${process}-${index}`, `d${number}`].join('_')
}

/** `berth_shop_production`: one network per environment. */
export const networkName = (of: { namespace: string; project: string; environment: string }) =>
  [of.namespace, of.project, of.environment].join('_')

/** `berth/app_4k1z…:0123456789ab`. The key is a hash in hexadecimal; twelve digits of it tell an app's builds apart. */
export const imageTag = (of: { namespace: string; appId: string; buildKey: string }) =>
  `${of.namespace}/${of.appId}:${of.buildKey.slice(0, 12)}`

/** The tag of one service's image, where a build makes several. */
export const serviceTag = (tag: string, processType: string) => `${tag}-${processType}`

/** `berth_shop_api_production`: the network of an app's services. No environment has such a name: slugs hold no underscores. */
export const appNetworkName = (of: {
  namespace: string
  project: string
  app: string
  environment: string
}) => [of.namespace, of.project, of.app, of.environment].join('_')

/** `berth_shop_api_production_data`: the volume's own name comes last and may hold underscores. */
export const volumeName = (of: Parameters<typeof appNetworkName>[0] & { volume: string }) =>
  `${appNetworkName(of)}_${of.volume}`

const MAX_HOSTNAME = 63

/** What the container calls itself: `api-web-1`. RFC 1123 allows 63 characters; the end tells instances apart. */
export function hostname(of: { app: string; process: string; index: number }): string {
  const end = `-${of.process}-${of.index}`
  return `${of.app.slice(0, MAX_HOSTNAME - end.length).replace(/-+$/, '')}${end}`
}
