'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { deploymentPath } from '@/components/shell/paths'
import { type ApiError, call } from '@/lib/api/client'
import type { App } from '@/lib/operations/apps/schema'

/** Saves the chosen branch of every environment, then deploys the first or all, and goes to the first's deployment. */
export function useFirstDeploy(project: string, app: App, branches: Record<string, string>) {
  const router = useRouter()
  const [pending, setPending] = useState<'first' | 'all' | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const deploy = async (which: 'first' | 'all') => {
    const first = app.environments[0]
    if (!first) return
    setPending(which)
    setError(null)
    try {
      for (const { appEnvironmentId, branch } of app.environments) {
        const chosen = branches[appEnvironmentId]
        if (chosen && chosen !== branch)
          await call('app-environments.update', { appEnvironmentId, branch: chosen })
      }
      const { number } = await call('deployments.create', { appEnvironmentId: first.appEnvironmentId })
      for (const { appEnvironmentId } of which === 'all' ? app.environments.slice(1) : [])
        await call('deployments.create', { appEnvironmentId })
      router.push(deploymentPath({ project, environment: first.environmentSlug, app: app.slug }, number))
    } catch (thrown) {
      setError(asApiError(thrown))
      setPending(null)
    }
  }
  return { deploy, pending, error }
}
