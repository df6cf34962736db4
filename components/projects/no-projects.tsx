'use client'

import { Anchor, Plus, Rocket } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { EmptyState } from '@/components/feedback/empty-state'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { asApiError } from '@/components/feedback/use-operation'
import { deploymentPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import { type ApiError, call } from '@/lib/api/client'

/** The start of everything: a project of one's own, or the example with one click. */
export function NoProjects() {
  const { deploy, pending, error } = useExample()
  return (
    <div className="grid gap-3">
      <OperationError error={error} />
      <EmptyState
        icon={Anchor}
        title="Nothing here yet"
        className="py-16"
        action={
          <>
            <SubmitButton type="button" pending={pending} onClick={deploy} size="lg">
              {!pending && <Rocket aria-hidden />}
              {pending ? 'Preparing the example' : 'Deploy the example'}
            </SubmitButton>
            <Link href="/projects/new" className={buttonVariants({ size: 'lg' })}>
              <Plus aria-hidden />
              Create a project
            </Link>
          </>
        }
      >
        A project holds apps that belong together, with production and staging apart. Create one for your
        repository, or see the whole way at once: the example is a small Flask app on this server, one click
        from live.
      </EmptyState>
    </div>
  )
}

function useExample() {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const deploy = async () => {
    setPending(true)
    setError(null)
    try {
      const { project, appEnvironmentId, deploymentId, appSlug } = await call('projects.create-example', {})
      const [{ environmentSlug }, { number }] = await Promise.all([
        call('app-environments.get', { appEnvironmentId }),
        call('deployments.get', { deploymentId }),
      ])
      const place = { project: project.slug, environment: environmentSlug, app: appSlug }
      router.push(deploymentPath(place, number))
    } catch (thrown) {
      setError(asApiError(thrown))
      setPending(false)
    }
  }
  return { deploy, pending, error }
}
