'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import { type AppPlace, deploymentPath } from './paths'

/** Deploys the app of an address and goes to the deployment. */
export function useDeployHere(done: () => void) {
  const router = useRouter()
  const [error, setError] = useState<ApiError | null>(null)
  const run = async (place: AppPlace) => {
    setError(null)
    try {
      const { id } = await call('app-environments.find', place)
      const { number } = await call('deployments.create', { appEnvironmentId: id })
      router.push(deploymentPath(place, number))
      done()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return { run, error }
}
