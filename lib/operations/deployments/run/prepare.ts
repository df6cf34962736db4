import { createHash } from 'node:crypto'
import { buildKey } from '@/lib/core/build/build-key'
import type { BuildPlan } from '@/lib/core/build/plan'
import { refusalSentence } from '@/lib/core/compose/plan'
import type { GitCommit } from '@/lib/ports/git'
import { detectPlan } from '../../apps/detect-plan'
import { newId } from '../../new-id'
import { createRelease } from './create-release'
import { checkDisk } from './disk-room'
import { fetchCommit, firstLine } from './fetch-commit'
import type { Run, StepResult } from './run'
import { withSources } from './service-sources'
import { DeployFailure } from './stop-reasons'

/** State 1: room on the disk, the pinned commit, its plan, and whether an image for it is there already. */
export async function prepare(run: Run): Promise<StepResult> {
  const { row } = run
  if (row.kind === 'ROLLBACK') {
    return {
      to: 'STARTING',
      note: 'image and configuration of an earlier release',
      write: tx => createRelease(tx, run),
    }
  }
  await checkDisk(run)
  if (row.kind === 'START')
    return { to: 'STARTING', note: 'image reused', write: tx => createRelease(tx, run) }
  if (row.kind === 'CONFIGURATION' || row.kind === 'PROMOTION')
    return { to: 'RELEASING', note: 'image reused', write: tx => createRelease(tx, run) }
  const commit = await fetchCommit(run)
  const plan = await withSources(run, await planOf(run, commit.sha))
  const buildId = await findOrPlanBuild(run, commit, plan)
  return {
    to: 'BUILDING',
    note: `${commit.sha.slice(0, 7)} · ${plan.title}`,
    write: async tx => {
      await tx.deployment.update({
        where: { id: row.id },
        data: {
          commitSha: commit.sha,
          commitMessage: firstLine(commit.message),
          commitAuthor: firstLine(commit.authorName),
          buildId,
        },
      })
    },
  }
}

async function planOf({ ctx, row, log }: Run, sha: string): Promise<BuildPlan> {
  const detection = await detectPlan(ctx.git, row.appEnvironment.app, sha)
  if (!detection.ok) {
    const { code, sentence, fix, refusals = [] } = detection.problem
    throw new DeployFailure(code, sentence, fix, refusals.map(refusalSentence))
  }
  const { plan } = detection
  log.say('PREPARING', `Detected: ${plan.title}`)
  for (const warning of plan.warnings) log.say('PREPARING', `Note: ${warning.sentence} ${warning.fix}`)
  return plan
}

async function findOrPlanBuild({ ctx, row }: Run, commit: GitCommit, plan: BuildPlan): Promise<string> {
  const { app } = row.appEnvironment
  const key = createHash('sha256')
    .update(buildKey({ commitSha: commit.sha, rootDirectory: app.rootDirectory, plan }))
    .digest('hex')
  const details = { plan, dockerfile: plan.dockerfile.text }
  const build = await ctx.db.build.upsert({
    where: { appId_key: { appId: app.id, key } },
    create: { id: newId('build'), appId: app.id, key, commitSha: commit.sha, status: 'BUILDING', ...details },
    update: details,
  })
  return build.id
}
