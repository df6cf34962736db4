import type { TokenScope } from '@/lib/core/access/roles'

export const SCOPE_NAMES: Record<TokenScope, { short: string; long: string }> = {
  READ: { short: 'Read', long: 'Read: see projects, deployments and logs' },
  DEPLOY: { short: 'Read and deploy', long: 'Deploy: read, and start deployments' },
  WRITE: { short: 'Everything you may', long: 'Write: everything you may do yourself' },
}
