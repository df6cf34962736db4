'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { useOperation } from '@/components/feedback/use-operation'
import type { InputOf } from '@/lib/api/contract'
import type { Traffic } from '@/lib/operations/traffic/schema'

type Change = Omit<InputOf<'traffic.update'>, 'appEnvironmentId'>

/** Saves one part of the traffic settings; the proxy follows at once. Resolves to what is saved, or null. */
export function useSaveTraffic(appEnvironmentId: string) {
  const router = useRouter()
  const { run, ...state } = useOperation('traffic.update')
  const save = async (change: Change, said: string): Promise<Traffic | null> => {
    const saved = await run({ appEnvironmentId, ...change })
    if (!saved) return null
    toast(said)
    router.refresh()
    return saved
  }
  return { ...state, save }
}
