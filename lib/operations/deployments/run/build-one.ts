import { resourceLabels } from '@/lib/core/run/names'
import type { BuildEvent } from '@/lib/ports/builder'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

const MAX_STEP_NAME = 140

/** When a build has to end, and what hears that it still lives. */
export interface BuildLimits {
  signal: AbortSignal
  heard(): void
  expired(): DeployFailure | null
  stop(): void
}

export interface OneBuild {
  tag: string
  commitSha: string
  /** Folder of the repository that is the context. */
  folder: string
  dockerfile: string
  ignore: string[]
  buildArgs: Record<string, string>
  target?: string
}

/** Builds one image of the app's repository, with its log in the deployment's. Throws `DeployFailure` for a user's mistake. */
export async function buildOne(
  run: Run,
  limits: BuildLimits,
  { tag, commitSha, folder, ...request }: OneBuild,
): Promise<{ imageId: string; sizeBytes: number }> {
  const { ctx, log } = run
  const { app } = run.row.appEnvironment
  const archive = await ctx.git.archive(app.id, commitSha, folder, limits.signal)
  for (const warning of archive.warnings) log.say('BUILDING', `Note: ${warning}`)
  const startedAt = ctx.clock.now().getTime()
  const result = await ctx.builder.build({
    ...request,
    tag,
    labels: {
      ...resourceLabels({ namespace: ctx.worker.namespace, appId: app.id }),
      'org.opencontainers.image.revision': commitSha,
    },
    context: archive.tar,
    secrets: ctx.worker.extraCa ? { berth_ca: ctx.worker.extraCa } : {},
    noCache: run.row.force,
    signal: limits.signal,
    onEvent(event) {
      limits.heard()
      record(run, event)
    },
  })
  if (!result.ok) throw new DeployFailure(result.failure.code, result.failure.sentence, result.failure.fix)
  const seconds = ((ctx.clock.now().getTime() - startedAt) / 1000).toFixed(1)
  log.say('BUILDING', `Image of ${Math.round(result.sizeBytes / 1e6)} MB built in ${seconds} s`)
  return { imageId: result.imageId, sizeBytes: result.sizeBytes }
}

function record({ log }: Run, event: BuildEvent) {
  if (event.type === 'log') return log.line('BUILDING', event.stream, event.text)
  const name = shortName(event.name)
  if (event.state === 'started') log.say('BUILDING', name)
  else if (event.state === 'cached') log.say('BUILDING', `${name} · cached`)
  else if (event.state === 'failed') log.say('BUILDING', `${name} · failed`)
}

/** BuildKit calls a step by its whole command; a script of ten lines hides the rest of the log. */
function shortName(name: string): string {
  const line = name.replace(/\s+/g, ' ')
  return line.length > MAX_STEP_NAME ? `${line.slice(0, MAX_STEP_NAME)}…` : line
}
