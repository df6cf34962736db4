import { openApiRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { openApiRoute as GET }
