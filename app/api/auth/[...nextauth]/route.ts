import { authRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { authRoute as GET, authRoute as POST }
