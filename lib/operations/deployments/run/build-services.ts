import type { Build } from '@/lib/adapters/db/generated/client'
import { canonicalJson } from '@/lib/core/canonical-json'
import { joinPath } from '@/lib/core/compose/repository-path'
import type { ComposeService } from '@/lib/core/compose/service'
import { imageReference, isNamed } from '@/lib/core/run/image-reference'
import { imageTag, LABEL, serviceTag } from '@/lib/core/run/names'
import type { FoundImage } from '@/lib/ports/docker'
import { type BuildLimits, buildOne } from './build-one'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

export interface BuiltServices {
  /** Ids by process type. */
  images: Record<string, string>
  sizeBytes: number
}

/** Every service's image: built from the repository, or found on the engine, or fetched. Equal builds are done once. */
export async function buildServices(
  run: Run,
  row: Build,
  services: ComposeService[],
  limits: BuildLimits,
): Promise<BuiltServices> {
  const done = new Map<string, { imageId: string; sizeBytes: number }>()
  const images: [string, string][] = []
  for (const service of services) {
    const key = canonicalJson(service.source)
    const made = done.get(key) ?? (await imageOf(run, row, service, limits))
    done.set(key, made)
    images.push([service.processType, made.imageId])
  }
  const sizeBytes = [...done.values()].reduce((sum, made) => sum + made.sizeBytes, 0)
  return { images: Object.fromEntries(images), sizeBytes }
}

async function imageOf(run: Run, row: Build, service: ComposeService, limits: BuildLimits) {
  const { source, processType, name } = service
  if (source.kind === 'image')
    return { imageId: await foundOrPulled(run, name, source.reference, limits), sizeBytes: 0 }
  const { ctx, log } = run
  const { app } = run.row.appEnvironment
  log.say('BUILDING', `Building the image of ${name}`)
  const base = imageTag({ namespace: ctx.worker.namespace, appId: app.id, buildKey: row.key })
  return buildOne(run, limits, {
    tag: serviceTag(base, processType),
    commitSha: row.commitSha,
    folder: source.context === '' ? app.rootDirectory : joinPath(app.rootDirectory, source.context),
    dockerfile: source.text,
    ignore: source.ignore,
    buildArgs: source.args,
    ...(source.target ? { target: source.target } : {}),
  })
}

/** The image as it is on the engine, else from its registry. Its id is what the release keeps. */
async function foundOrPulled(
  { ctx, log }: Run,
  name: string,
  reference: string,
  limits: BuildLimits,
): Promise<string> {
  const there = findImage(await ctx.docker.findImage(imageName(reference)), reference)
  if (there) {
    log.say('BUILDING', `${name} runs ${reference}, which is on the server`)
    return there
  }
  log.say('BUILDING', `Fetching ${reference} for ${name}`)
  const pulled = await ctx.docker.pullImage(reference, {
    signal: limits.signal,
    onProgress(line) {
      limits.heard()
      log.say('BUILDING', line)
    },
  })
  if (!pulled.ok) throw new DeployFailure(pulled.problem.code, pulled.problem.sentence, pulled.problem.fix)
  const fetched = findImage(await ctx.docker.findImage(imageName(reference)), reference)
  if (!fetched) throw new Error(`${reference} was pulled and is not there`)
  return fetched
}

/** The engine takes names for parts of ids, too; such a name never gets that far. */
function imageName(reference: string): string {
  const parsed = imageReference(reference)
  if (!parsed)
    throw new DeployFailure(
      'image.invalid',
      `${reference} cannot be the name of an image.`,
      'Write it as `name:tag` in the Compose file.',
      [],
    )
  const { repository, version } = parsed
  return version.startsWith('sha256:') ? `${repository}@${version}` : `${repository}:${version}`
}

/** The id of an image that has this name. Images that Berth built are other apps' code, under whatever name. */
function findImage(image: FoundImage | null, reference: string): string | null {
  const wanted = imageReference(reference)
  if (!image || !wanted || !isNamed(image.names, wanted)) return null
  if (image.labels[LABEL.app] === undefined) return image.id
  throw new DeployFailure(
    'image.of-an-app',
    `${reference} is the image of an app on this server.`,
    'Name an image of a registry, or build from the repository.',
    [],
  )
}
