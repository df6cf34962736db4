import { defineOperation } from '../define'
import { readPolicy } from './policy'
import * as schema from './schema'

/** How much is kept on the server. */
export const getCleanupPolicy = defineOperation({
  name: 'cleanup.policy',
  access: { kind: 'admin' },
  ...schema.getCleanupPolicy,
  run: ctx => readPolicy(ctx.db),
})
