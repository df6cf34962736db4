import type * as cleanup from '@/lib/operations/cleanup/schema'
import { route } from './route'

/** What takes room on the server, and its removal. */
export const CLEANUP_ROUTES = {
  'cleanup.policy': route<typeof cleanup.getCleanupPolicy>(
    'GET',
    '/cleanup/policy',
    'How much is kept on the server',
  ),
  'cleanup.update-policy': route<typeof cleanup.updateCleanupPolicy>(
    'PATCH',
    '/cleanup/policy',
    'Change how much is kept',
  ),
  'cleanup.preview': route<typeof cleanup.previewCleanup>(
    'POST',
    '/cleanup/previews',
    'Look at what a cleanup would remove',
  ),
  'cleanup.start': route<typeof cleanup.startCleanup>(
    'POST',
    '/cleanup/runs',
    'Remove what nothing needs any more',
  ),
  'cleanup.list-runs': route<typeof cleanup.listCleanupRuns>(
    'GET',
    '/cleanup/runs',
    'Cleanups, newest first',
  ),
  'cleanup.get-run': route<typeof cleanup.getCleanupRun>(
    'GET',
    '/cleanup/runs/{cleanupRunId}',
    'What a cleanup may remove, removed, and keeps',
  ),
} as const
