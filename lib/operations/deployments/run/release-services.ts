import type { Transaction } from '@/lib/adapters/db/client'
import { fillService } from '@/lib/core/compose/fill'
import type { Formation } from '@/lib/core/run/formation'
import { newId } from '../../new-id'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'
import { volumeOf } from './surroundings'

/** Throws when a service of the release needs a variable that is not there. */
export function requireVariables(formation: Formation, values: Record<string, string>): void {
  for (const { service, command } of formation) {
    const filled = service && fillService(service, command, values)
    if (!filled || filled.ok) continue
    const { name, reason } = filled.missing
    throw new DeployFailure(
      'compose.variable-missing',
      `The service ${service.name} needs the variable ${name}, which the app does not have${reason ? `: ${reason.slice(0, 200)}` : ''}.`,
      `Add ${name} under Variables, then deploy again. A default can be given in the Compose file: \${${name}:-value}.`,
      [],
    )
  }
}

/** Writes down the volumes of a release, before any is made: what has no row is never removed, or shown. */
export async function recordVolumes(tx: Transaction, run: Run, formation: Formation): Promise<void> {
  const place = run.row.appEnvironment
  const names = formation.flatMap(({ service }) => service?.volumes.map(({ name }) => name) ?? [])
  await tx.volume.createMany({
    data: [...new Set(names)].map(name => ({
      id: newId('volume'),
      appEnvironmentId: place.id,
      name,
      engineName: volumeOf(run.ctx, place, name).name,
      createdAt: run.ctx.clock.now(),
    })),
    skipDuplicates: true,
  })
}
