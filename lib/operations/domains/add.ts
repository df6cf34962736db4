import { DomainError } from '@/lib/core/errors'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { newId } from '../new-id'
import { projectOfAppEnvironment } from '../project-of'
import { editDomains } from './edit'
import { normalHostname } from './hostname'
import { presentDomain } from './present'
import * as schema from './schema'

/** Adds a hostname to an app in an environment. A hostname leads to one app only. */
export const addDomain = defineOperation({
  name: 'domains.add',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.addDomain,
  async run(ctx, { appEnvironmentId, hostname: typed }) {
    const hostname = normalHostname(typed)
    refusePanelHost(ctx, hostname)
    const row = await editDomains(ctx, appEnvironmentId, 'add', async (tx, target) => {
      const holder = await tx.domain.findUnique({
        where: { hostname },
        include: { appEnvironment: { include: { app: true, environment: true } } },
      })
      if (holder) throw taken(hostname, holder.appEnvironment, target.projectId)
      const isPrimary = target.domains.length === 0
      return tx.domain.create({
        data: { id: newId('domain'), appEnvironmentId, hostname, isPrimary, createdAt: ctx.clock.now() },
      })
    })
    return presentDomain(ctx, row)
  },
})

function refusePanelHost(ctx: Context, hostname: string): void {
  if (hostname !== new URL(ctx.settings.publicUrl).hostname) return
  throw new DomainError('conflict', `${hostname} is the address of the panel itself.`, {
    field: 'hostname',
    fix: 'Take another name.',
  })
}

/** Names who has it only inside the same project. */
function taken(
  hostname: string,
  holder: { app: { name: string; projectId: string }; environment: { name: string } },
  projectId: string,
): DomainError {
  const who =
    holder.app.projectId === projectId ? `${holder.app.name} (${holder.environment.name})` : 'another app'
  return new DomainError('conflict', `${hostname} is used by ${who} already.`, {
    field: 'hostname',
    fix: 'Remove it there first, or take another name.',
  })
}
