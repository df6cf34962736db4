import { webhookRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { webhookRoute as POST }
