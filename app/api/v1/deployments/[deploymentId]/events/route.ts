import { deploymentEventsRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { deploymentEventsRoute as GET }
