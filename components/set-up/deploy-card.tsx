'use client'

import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { appPath } from '@/components/shell/paths'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { App, Inspection } from '@/lib/operations/apps/schema'
import { BranchSelect } from './branch-select'
import { useFirstDeploy } from './use-first-deploy'

interface DeployCardProps {
  app: App
  project: string
  inspection: Inspection
  /** A plan is there for the branch looked at. */
  ready: boolean
  /** Looks at another branch. */
  onBranch: (branch: string) => void
}

/** A branch for each environment, and the buttons that deploy. */
export function DeployCard({ app, project, inspection, ready, onBranch }: DeployCardProps) {
  const fallback = inspection.defaultBranch ?? inspection.branches?.[0]?.name ?? ''
  const [branches, setBranches] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      app.environments.map(({ appEnvironmentId, branch }) => [appEnvironmentId, branch ?? fallback]),
    ),
  )
  const { deploy, pending, error } = useFirstDeploy(project, app, branches)
  const first = app.environments[0]
  const choose = (appEnvironmentId: string, branch: string) => {
    setBranches(before => ({ ...before, [appEnvironmentId]: branch }))
    if (branch !== inspection.branch) onBranch(branch)
  }
  return (
    <Card>
      <CardHeader
        title="Branches"
        description="A push to a branch deploys its environment, once the webhook is set up."
      />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        {app.environments.map(({ appEnvironmentId, environmentName }) => (
          <BranchSelect
            key={appEnvironmentId}
            label={environmentName}
            branches={inspection.branches ?? []}
            value={branches[appEnvironmentId] ?? fallback}
            onChange={branch => choose(appEnvironmentId, branch)}
          />
        ))}
        <OperationError error={error} className="sm:col-span-2" />
      </CardBody>
      <CardFooter>
        <VariableLinks app={app} project={project} />
        <div className="flex flex-wrap gap-2">
          {app.environments.length > 1 && (
            <SubmitButton
              type="button"
              variant="secondary"
              pending={pending === 'all'}
              disabled={!ready || pending !== null}
              onClick={() => deploy('all')}
            >
              {app.environments.length === 2 ? 'Deploy both' : `Deploy all ${app.environments.length}`}
            </SubmitButton>
          )}
          {first && (
            <SubmitButton
              type="button"
              pending={pending === 'first'}
              disabled={!ready || pending !== null}
              onClick={() => deploy('first')}
            >
              {pending !== 'first' && <Rocket aria-hidden />}
              Deploy {first.environmentName.toLowerCase()}
            </SubmitButton>
          )}
        </div>
      </CardFooter>
    </Card>
  )
}

function VariableLinks({ app, project }: { app: App; project: string }) {
  return (
    <p className="text-soft text-xs">
      Needs variables first? Set them for{' '}
      {app.environments.map(({ appEnvironmentId, environmentSlug, environmentName }, index) => (
        <span key={appEnvironmentId}>
          {index > 0 && ', '}
          <Link
            href={`${appPath({ project, environment: environmentSlug, app: app.slug })}/variables`}
            className="rounded-sm text-accent underline underline-offset-2"
          >
            {environmentName.toLowerCase()}
          </Link>
        </span>
      ))}
      .
    </p>
  )
}
