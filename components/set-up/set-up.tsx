'use client'

import { LoaderCircle, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { OperationError } from '@/components/feedback/operation-error'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import type { App } from '@/lib/operations/apps/schema'
import { ChooseWeb } from './choose-web'
import { DeployCard } from './deploy-card'
import { DeployKey } from './deploy-key'
import { EditSource } from './edit-source'
import { PlanCard } from './plan-card'
import { RefusalList } from './refusal-list'
import { type InspectionState, useInspection } from './use-inspection'

/** From the repository to the first deployment: read it, show what was found, choose branches, deploy. */
export function SetUp({ app: loaded, project }: { app: App; project: string }) {
  const [app, setApp] = useState(loaded)
  const saved = app.environments[0]?.branch ?? null
  const state = useInspection(app.id, saved)
  const { inspection, looking, error, look } = state
  const problem = looking ? null : inspection?.problem
  const branches = inspection?.branches ?? []
  return (
    <>
      {app.deployKeyPublic && <DeployKey line={app.deployKeyPublic} />}
      <OperationError error={error} />
      {problem && (
        <Alert tone="bad" role="alert" title={problem.sentence} action={<LookAgain state={state} />}>
          {problem.fix}
        </Alert>
      )}
      {problem?.refusals && <RefusalList refusals={problem.refusals} />}
      {problem?.choices && (
        <ChooseWeb
          app={app}
          services={problem.choices}
          onSaved={next => {
            setApp(next)
            look(inspection?.branch ?? undefined)
          }}
        />
      )}
      {error && <div>{<LookAgain state={state} />}</div>}
      {looking && <Looking slow={state.slow} url={app.repositoryUrl} />}
      {!looking && inspection?.plan && <PlanCard plan={inspection.plan} commitSha={inspection.commitSha} />}
      {!looking && problem && !problem.choices && !problem.refusals && (
        <EditSource
          app={app}
          onSaved={next => {
            setApp(next)
            look()
          }}
        />
      )}
      {branches.length > 0 && inspection && (
        <DeployCard
          app={app}
          project={project}
          inspection={inspection}
          ready={!looking && inspection.plan !== null}
          onBranch={look}
        />
      )}
    </>
  )
}

function LookAgain({ state: { look, inspection } }: { state: InspectionState }) {
  return (
    <Button size="sm" onClick={() => look(inspection?.branch ?? undefined)}>
      <RotateCw aria-hidden />
      Look again
    </Button>
  )
}

function Looking({ slow, url }: { slow: boolean; url: string }) {
  return (
    <Card role="status">
      <CardBody className="grid gap-3">
        <p className="flex min-w-0 items-center gap-2">
          <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-busy" />
          <span className="truncate">Looking at {url}</span>
        </p>
        {slow ? (
          <Alert tone="warn" title="This takes longer than usual">
            A large repository needs a while. If nothing happens, see under Servers whether a worker is
            running.
          </Alert>
        ) : (
          <>
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-4 w-3/5" />
          </>
        )}
      </CardBody>
    </Card>
  )
}
