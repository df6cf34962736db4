'use client'

import { OperationError } from '@/components/feedback/operation-error'
import { useInspection } from '@/components/set-up/use-inspection'
import { Alert } from '@/components/ui/alert'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import type { App } from '@/lib/operations/apps/schema'
import { BuildForm } from './build-form'
import { EnvironmentForm } from './environment-form'
import { ProcessesForm } from './processes-form'
import { SourceForm } from './source-form'

/** All forms of an app. The repository is looked at once, for branches and for what "as detected" means. */
export function AppSettings({ app, here }: { app: App; here: AppEnvironment }) {
  const { inspection, error, look } = useInspection(app.id, here.branch)
  const again = () => look(here.branch ?? undefined)
  return (
    <>
      <OperationError error={error} />
      {inspection?.problem && (
        <Alert tone="warn" role="status" title={inspection.problem.sentence}>
          {inspection.problem.fix}
        </Alert>
      )}
      <EnvironmentForm app={here} inspection={inspection} />
      <ProcessesForm app={here} plan={inspection?.plan ?? null} />
      <SourceForm app={app} onSaved={again} />
      <BuildForm app={app} plan={inspection?.plan ?? null} onSaved={again} />
    </>
  )
}
