import { defineOperation } from '../define'
import { insertCleanup } from './insert'
import { presentRun } from './present'
import { underWay } from './preview'
import * as schema from './schema'

/** Asks a worker to remove what nothing needs any more. The answer is pending; `cleanup.get-run` has the result. */
export const startCleanup = defineOperation({
  name: 'cleanup.start',
  access: { kind: 'admin' },
  ...schema.startCleanup,
  async run(ctx) {
    const row = await insertCleanup(ctx, { trigger: 'USER', dryRun: false })
    if (!row) throw underWay()
    return presentRun(row)
  },
})
