'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { useOperation } from '@/components/feedback/use-operation'
import { deploymentPath } from '@/components/shell/paths'
import type { InputOf } from '@/lib/api/contract'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

type Change = Omit<InputOf<'app-environments.update'>, 'appEnvironmentId' | 'deploy'>

/** Saves settings of an app in one environment; with `deploy` a release is made of them, and its page shown. */
export function useSaveSettings(app: AppEnvironment) {
  const router = useRouter()
  const { run, ...state } = useOperation('app-environments.update')
  const save = async (change: Change, { deploy, said }: { deploy: boolean; said: string }) => {
    const saved = await run({ appEnvironmentId: app.id, ...change, deploy })
    if (!saved) return false
    const place = { project: app.projectSlug, environment: app.environmentSlug, app: app.appSlug }
    if (saved.deployment) router.push(deploymentPath(place, saved.deployment.number))
    else toast(said)
    router.refresh()
    return true
  }
  return { ...state, save }
}
