import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { BuildPlan } from '@/lib/core/build/plan'
import { CodeBlock } from './code-block'
import { commandText } from './command-text'
import { PlanWarnings } from './plan-warnings'
import { ServiceTable } from './service-table'

/** What Berth will build and run, and from which files it knows. */
export function PlanCard({ plan, commitSha }: { plan: BuildPlan; commitSha: string | null }) {
  const { dockerfile } = plan
  return (
    <Card>
      <CardHeader
        title={plan.title}
        description={
          <>
            As detected{commitSha && <> at {commitSha.slice(0, 7)}</>}. You can change each part in the app's
            settings.
          </>
        }
        action={
          <Badge>{dockerfile.kind === 'generated' ? 'Generated Dockerfile' : 'From the repository'}</Badge>
        }
      />
      <CardBody className="grid gap-4">
        <PlanWarnings warnings={plan.warnings} />
        {plan.services && <ServiceTable services={plan.services} />}
        <PlanFacts plan={plan} />
        {plan.evidence.length > 0 && <Evidence evidence={plan.evidence} />}
        <CodeBlock
          title={dockerfile.kind === 'generated' ? 'Generated Dockerfile' : dockerfile.path}
          text={dockerfile.text}
        />
      </CardBody>
    </Card>
  )
}

function PlanFacts({ plan }: { plan: BuildPlan }) {
  const facts: [string, string][] = [
    ...Object.entries(plan.services ? {} : plan.processes).map(([type, { command }]): [string, string] => [
      type,
      commandText(command),
    ]),
    ['Release command', plan.releaseCommand ?? 'None'],
    ['Port', plan.port === null ? 'As the image says, else 8080' : String(plan.port)],
    ['Health check', plan.healthPath ?? '/ answers without a server error'],
  ]
  return (
    <dl className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[9rem_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="break-words font-mono text-[0.8125rem] max-sm:mb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Evidence({ evidence }: { evidence: BuildPlan['evidence'] }) {
  return (
    <div>
      <h3 className="mb-1.5 font-medium">Why</h3>
      <ul className="grid gap-1 text-soft">
        {evidence.map(({ file, says }) => (
          <li key={`${file} ${says}`} className="break-words">
            <code className="font-mono text-[0.8125rem] text-foreground">{file}</code> {says}
          </li>
        ))}
      </ul>
    </div>
  )
}
