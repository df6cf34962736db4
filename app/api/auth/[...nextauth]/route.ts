import { handleAuth } from '@/lib/api/auth-route'
import { webRuntime } from '@/lib/api/runtime'

export const dynamic = 'force-dynamic'

const handle = (request: Request, { params }: { params: Promise<{ nextauth: string[] }> }) =>
  handleAuth(webRuntime(), request, params)

export { handle as GET, handle as POST }
