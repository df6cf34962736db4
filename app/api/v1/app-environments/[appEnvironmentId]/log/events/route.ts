import { runtimeLogEventsRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { runtimeLogEventsRoute as GET }
