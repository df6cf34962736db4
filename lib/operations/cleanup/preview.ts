import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { insertCleanup } from './insert'
import { presentRun } from './present'
import * as schema from './schema'

export const underWay = () =>
  new DomainError('conflict', 'A cleanup is under way.', { fix: 'Wait until it has ended, then try again.' })

/** Asks a worker what a cleanup would remove. The answer is pending; `cleanup.get-run` has the result. */
export const previewCleanup = defineOperation({
  name: 'cleanup.preview',
  access: { kind: 'admin' },
  ...schema.previewCleanup,
  async run(ctx) {
    const row = await insertCleanup(ctx, { trigger: 'USER', dryRun: true })
    if (!row) throw underWay()
    return presentRun(row)
  },
})
