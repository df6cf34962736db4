import type * as traffic from '@/lib/operations/traffic/schema'
import { route } from './route'

/** What the proxy does for an app beyond passing requests on. */
export const TRAFFIC_ROUTES = {
  'traffic.get': route<typeof traffic.getTraffic>(
    'GET',
    '/app-environments/{appEnvironmentId}/traffic',
    'Maintenance, redirects, passwords, headers, limits, static files',
  ),
  'traffic.update': route<typeof traffic.updateTraffic>(
    'PATCH',
    '/app-environments/{appEnvironmentId}/traffic',
    'Change what the proxy does for an app; counts at once',
  ),
} as const
