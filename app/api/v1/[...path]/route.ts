import { apiRoute } from '@/lib/api/routes'

export const dynamic = 'force-dynamic'
export { apiRoute as DELETE, apiRoute as GET, apiRoute as PATCH, apiRoute as POST, apiRoute as PUT }
