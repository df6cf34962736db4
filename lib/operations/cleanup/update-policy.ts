import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { readPolicy } from './policy'
import * as schema from './schema'

/** Changes how much is kept; counts from the next cleanup on. */
export const updateCleanupPolicy = defineOperation({
  name: 'cleanup.update-policy',
  access: { kind: 'admin' },
  ...schema.updateCleanupPolicy,
  run: (ctx, change) =>
    mutate(ctx, async tx => {
      const result = { ...(await readPolicy(tx)), ...change }
      const create = { id: 1, createdAt: ctx.clock.now(), ...result }
      await tx.cleanupPolicy.upsert({ where: { id: 1 }, create, update: result })
      return {
        result,
        audit: {
          verb: 'cleanup.update-policy',
          entityType: 'cleanup',
          entityId: 'policy',
          entityName: 'cleanup policy',
          detail: result,
        },
      }
    }),
})
