import { PlanProblem, type PlanWarning } from '../build/detect/problem'
import type { BuildPlan, BuildSettings } from '../build/plan'
import { readComposeFile } from './compose-file'
import type { ReadService } from './read-service'
import type { RepositoryFiles } from './repository-path'
import type { ComposeService, Refusal } from './service'

/** Shown one by one in sentences; the whole list comes with the problem. */
const MAX_TOLD = 3

/** The plan of an app that its Compose file describes. Throws `PlanProblem` for what stands in the way. */
export function composePlan(
  path: string,
  text: string,
  files: RepositoryFiles,
  { webService }: BuildSettings,
): BuildPlan {
  const { services: read, refusals, warnings } = readComposeFile(path, text, files)
  if (refusals.length > 0) throw refused(path, refusals)
  const web = chooseWeb(path, read, webService)
  const services = withRoles(read, web)
  const webPlan = services.find(({ processType }) => processType === 'web')
  return {
    stack: 'compose',
    title: `Compose file with ${services.length === 1 ? '1 service' : `${services.length} services`}`,
    framework: null,
    dockerfile: { kind: 'compose', path, text },
    services,
    processes: Object.fromEntries(
      services.filter(({ once }) => !once).map(({ processType, command }) => [processType, { command }]),
    ),
    releaseCommand: null,
    port: webPlan?.ports[0] ?? portVariable(webPlan),
    healthPath: null,
    ignore: ['.git'],
    evidence: [
      { file: path, says: `describes ${services.map(({ name }) => name).join(', ')}` },
      { file: path, says: `${web.name} answers requests` },
    ],
    warnings: [...warnings, ...sharedVolumes(services)],
  }
}

function refused(path: string, refusals: Refusal[]): PlanProblem {
  const told = refusals.slice(0, MAX_TOLD).map(refusalSentence)
  const more = refusals.length - told.length
  return new PlanProblem(
    'compose.refused',
    `${path} asks for what apps do not get here. ${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`,
    refusals.length === 1
      ? (refusals[0]?.instead ?? '')
      : 'Change the lines that are listed, or choose another builder in the build settings.',
    { refusals },
  )
}

/** One refusal in words. */
export const refusalSentence = ({ service, key, why }: Refusal) =>
  `${service === null ? 'At the top' : `Service ${service}`}, ${key}: ${why}.`

/** The service that answers requests: the one chosen, the only one with a port, or the one called web or app. */
function chooseWeb(path: string, services: ReadService[], chosen: string | undefined): ReadService {
  const names = services.map(({ name }) => name)
  if (chosen) {
    const service = services.find(({ name }) => name === chosen)
    if (service) return service
    throw new PlanProblem(
      'compose.web-unknown',
      `${path} has no service ${chosen.slice(0, 60)}, which is set as the one that answers requests.`,
      `Choose one of ${names.join(', ')}.`,
      { choices: names },
    )
  }
  const [only, ...others] = services
  const withPorts = services.filter(({ ports }) => ports.length > 0)
  const built = withPorts.filter(({ source }) => source.kind === 'build')
  const found =
    (others.length === 0 ? only : undefined) ??
    (withPorts.length === 1 ? withPorts[0] : undefined) ??
    services.find(({ name }) => name === 'web') ??
    services.find(({ name }) => name === 'app') ??
    (built.length === 1 ? built[0] : undefined)
  if (found) return found
  throw new PlanProblem(
    'compose.choose-web',
    `${path} does not say which service answers requests.`,
    `Choose one of ${names.join(', ')}, or call it web.`,
    { choices: names },
  )
}

function withRoles(services: ReadService[], web: ReadService): ComposeService[] {
  const types = processTypes(services, web)
  const awaited = new Set(
    services.flatMap(({ waitsFor }) =>
      waitsFor.flatMap(({ service, condition }) => (condition === 'completed' ? [service] : [])),
    ),
  )
  return services.map(({ waitsFor, ...service }) => {
    const once = awaited.has(service.name) && service !== web && service.name !== web.name
    const holdsData = service.volumes.some(({ readOnly }) => !readOnly)
    return {
      ...service,
      processType: types.get(service.name) ?? service.name,
      dependsOn: waitsFor.flatMap(({ service: name, condition }) => {
        const processType = types.get(name)
        return processType ? [{ processType, condition }] : []
      }),
      once,
      kept:
        service.name !== web.name &&
        !once &&
        service.replicas <= 1 &&
        (holdsData || service.source.kind === 'image'),
    }
  })
}

/** Names of process types: `web`, and the services' own names as far as they can be told apart in names of containers. */
function processTypes(services: ReadService[], web: ReadService): Map<string, string> {
  const types = new Map([[web.name, 'web']])
  const taken = new Set(['web', 'release'])
  for (const { name } of services) {
    if (name === web.name) continue
    const plain =
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[^a-z]+|-+$/g, '')
        .slice(0, 26) || 'service'
    const free = [plain, ...Array.from({ length: 30 }, (_, index) => `${plain}-${index + 2}`)]
    const type = free.find(candidate => !taken.has(candidate)) ?? plain
    taken.add(type)
    types.set(name, type)
  }
  return types
}

/** A port that the file itself tells the web service. */
function portVariable(web: ComposeService | undefined): number | null {
  const port = web?.environment.PORT ?? ''
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535 ? Number(port) : null
}

function sharedVolumes(services: ComposeService[]): PlanWarning[] {
  return services
    .filter(({ kept, once, volumes }) => !kept && !once && volumes.some(({ readOnly }) => !readOnly))
    .map(({ name, volumes }) => ({
      code: 'compose.shared-volume',
      sentence: `While a deployment switches, the old and the new ${name} both use the volume ${volumes.map(volume => volume.name).join(', ')}.`,
      fix: 'Fine for uploaded files. A database in a file belongs into a service of its own.',
    }))
}
