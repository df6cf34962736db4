import { visitorContext } from '@/lib/api/page-context'
import { setupStatus } from '@/lib/operations/accounts/setup-status'

/** Whether the first administrator is still to be created, and whether `token` may do it. */
export const readSetupStatus = async (token: string | undefined) =>
  setupStatus(await visitorContext(), { token })
