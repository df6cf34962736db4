import { Alert } from '@/components/ui/alert'
import type { DeploymentFailure } from '@/lib/core/deployment/failure'

/** What happened, the last lines, one fix, and whether visitors still get the version before. */
export function FailureBanner({ failure }: { failure: DeploymentFailure }) {
  return (
    <Alert tone="bad" title={failure.sentence}>
      <p>{failure.fix}</p>
      {failure.lastLines.length > 0 && (
        <pre className="mt-2 overflow-x-auto whitespace-pre-wrap break-all rounded-md border bg-surface px-3 py-2 font-mono text-foreground text-xs">
          {failure.lastLines.join('\n')}
        </pre>
      )}
      <p className="mt-2 text-soft">
        {failure.previousServing && (
          <strong className="font-medium text-foreground">The previous version is still serving. </strong>
        )}
        Code <code className="font-mono">{failure.code}</code>
      </p>
    </Alert>
  )
}
