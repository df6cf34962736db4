import { healthRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { healthRoute as GET }
