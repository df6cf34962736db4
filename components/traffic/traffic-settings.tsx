import { Alert } from '@/components/ui/alert'
import type { Traffic } from '@/lib/operations/traffic/schema'
import { ErrorPagesForm } from './error-pages-form'
import { HeadersForm } from './headers-form'
import { LimitsForm } from './limits-form'
import { MaintenanceForm } from './maintenance-form'
import { PasswordForm } from './password-form'
import { RedirectsForm } from './redirects-form'
import { StaticForm } from './static-form'

export interface TrafficFormProps {
  appEnvironmentId: string
  traffic: Traffic
}

/** What the proxy does for one app in one environment, a form for each part. */
export function TrafficSettings(props: TrafficFormProps) {
  const { unsupported } = props.traffic
  return (
    <>
      {unsupported.length > 0 && (
        <Alert tone="warn" title="Some of this has no effect here">
          {[...new Set(unsupported.map(({ sentence }) => sentence))].map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Alert>
      )}
      <MaintenanceForm {...props} />
      <RedirectsForm {...props} />
      <PasswordForm {...props} />
      <HeadersForm {...props} />
      <LimitsForm {...props} />
      <StaticForm {...props} />
      <ErrorPagesForm {...props} />
    </>
  )
}
