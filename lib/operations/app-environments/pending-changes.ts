import * as z from 'zod'
import { diffSize, diffVariables } from '@/lib/core/variables/diff'
import type { Context } from '../context'
import { resolveVariables } from '../variables/resolve-variables'

const config = z.object({ values: z.record(z.string(), z.string()) })

/** How many variables differ between what runs and what is saved; 0 when nothing runs. */
export async function pendingChanges(
  ctx: Context,
  target: {
    id: string
    environment: { dataKey: string }
    currentRelease: { id: string; configSealed: string } | null
  },
): Promise<number> {
  const { currentRelease, environment } = target
  if (!currentRelease) return 0
  const sealed = ctx.secrets.open(
    environment.dataKey,
    `release:${currentRelease.id}:config`,
    currentRelease.configSealed,
  )
  const running = new Map(Object.entries(config.parse(JSON.parse(sealed)).values))
  const saved = new Map(Object.entries((await resolveVariables(ctx, target.id)).values))
  return diffSize(diffVariables(running, saved))
}
