import { handleApi } from '@/lib/api/endpoint'
import { webRuntime } from '@/lib/api/runtime'

export const dynamic = 'force-dynamic'

const handle = (request: Request) => handleApi(webRuntime(), request)

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
