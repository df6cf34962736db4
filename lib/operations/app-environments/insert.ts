import { randomBytes } from 'node:crypto'
import type { Transaction } from '@/lib/adapters/db/client'
import type { App, Environment } from '@/lib/adapters/db/generated/client'
import type { Context } from '../context'
import { generatedHostname } from '../domains/generated-hostname'
import { newId } from '../new-id'
import { lockUntilEnd } from '../transactions'

/** An app that is to be in an environment. */
export interface Pair {
  app: Pick<App, 'id' | 'slug'>
  environment: Pick<Environment, 'id' | 'slug'>
}

/**
 * Writes the row of each app in its environment, with an empty variable set and a generated domain. A fixed number of
 * statements, so that an environment for 1,000 apps fits into one transaction.
 */
export async function insertAppEnvironments(ctx: Context, tx: Transaction, pairs: Pair[]): Promise<void> {
  await lockUntilEnd(tx, 'hostnames')
  const hostnames = await freeHostnames(ctx, tx, pairs)
  const createdAt = ctx.clock.now()
  const rows = pairs.map(({ app, environment }, index) => ({
    id: newId('appEnvironment'),
    appId: app.id,
    environmentId: environment.id,
    variableSetId: newId('variableSet'),
    hostname: hostnames[index] ?? '',
  }))
  await tx.variableSet.createMany({ data: rows.map(({ variableSetId }) => ({ id: variableSetId })) })
  await tx.appEnvironment.createMany({ data: rows.map(({ hostname: _, ...row }) => ({ ...row, createdAt })) })
  await tx.domain.createMany({
    data: rows.map(({ id, hostname }) => ({
      id: newId('domain'),
      appEnvironmentId: id,
      hostname,
      isPrimary: true,
      isGenerated: true,
      createdAt,
    })),
  })
}

/** The generated hostname of each pair, with a random ending where somebody has the plain one. */
async function freeHostnames(ctx: Context, tx: Transaction, pairs: Pair[]): Promise<string[]> {
  const { baseDomain, publicUrl } = ctx.settings
  const names = pairs.map(({ app, environment }) => ({
    app: app.slug,
    environment: environment.slug,
    baseDomain,
  }))
  const plain = names.map(generatedHostname)
  const rows = await tx.domain.findMany({ where: { hostname: { in: plain } }, select: { hostname: true } })
  const taken = new Set([new URL(publicUrl).hostname, ...rows.map(({ hostname }) => hostname)])
  return names.map((name, index) => {
    const hostname = plain[index] ?? ''
    const free = taken.has(hostname)
      ? generatedHostname({ ...name, suffix: randomBytes(4).toString('hex') })
      : hostname
    taken.add(free)
    return free
  })
}
