import { ExternalLink } from 'lucide-react'
import { CopyButton } from '@/components/feedback/copy-button'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { Domain } from '@/lib/operations/domains/schema'
import { AddDomain } from './add-domain'
import { DomainActions } from './domain-actions'

interface DomainListProps {
  appEnvironmentId: string
  domains: Domain[]
}

export function DomainList({ appEnvironmentId, domains }: DomainListProps) {
  return (
    <Card>
      <CardHeader
        title="Domains"
        description="Under which the app answers. The primary one is shown and linked everywhere in the panel."
      />
      <CardBody>
        <ul className="divide-y divide-border rounded-md border">
          {domains.map(domain => (
            <li key={domain.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 py-1.5 pr-1.5 pl-3">
              <a
                href={domain.url}
                target="_blank"
                rel="noreferrer"
                className="flex min-w-0 items-center gap-1 rounded-sm font-medium hover:underline"
              >
                <span className="truncate">{domain.hostname}</span>
                <ExternalLink aria-hidden className="size-3.5 shrink-0 text-soft" />
                <span className="sr-only">(opens in a new tab)</span>
              </a>
              <CopyButton text={domain.url} what={`the address of ${domain.hostname}`} />
              {domain.isPrimary && <Badge tone="good">Primary</Badge>}
              {domain.isGenerated && <Badge>Generated</Badge>}
              <DomainActions appEnvironmentId={appEnvironmentId} domain={domain} />
            </li>
          ))}
        </ul>
      </CardBody>
      <AddDomain appEnvironmentId={appEnvironmentId} />
    </Card>
  )
}
