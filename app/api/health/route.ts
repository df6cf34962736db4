import { handleHealth } from '@/lib/api/health'
import { webRuntime } from '@/lib/api/runtime'

export const dynamic = 'force-dynamic'

export const GET = () => handleHealth(webRuntime())
