import { defineOperation } from '../define'
import * as schema from './schema'
import { setupLinkIsValid } from './setup-link'

/** Whether the first administrator is still to be created, and whether the link at hand may do it. */
export const setupStatus = defineOperation({
  name: 'setup.status',
  access: { kind: 'public' },
  ...schema.setupStatus,
  async run(ctx, { token }) {
    const needed = (await ctx.db.user.count()) === 0
    return { needed, tokenValid: needed && token !== undefined && (await setupLinkIsValid(ctx.db, token)) }
  },
})
