import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { Refusal } from '@/lib/core/compose/service'

/** What a Compose file asks for and does not get: where it stands, why, and what to do instead. */
export function RefusalList({ refusals }: { refusals: Refusal[] }) {
  return (
    <Card>
      <CardHeader
        title={refusals.length === 1 ? '1 line to change' : `${refusals.length} lines to change`}
        description="Apps share the server, so a Compose file may not reach beyond its own containers, network and volumes."
      />
      <CardBody>
        <ul className="grid gap-3">
          {refusals.map(({ service, key, why, instead }) => (
            <li key={`${service} ${key} ${why}`} className="grid gap-1 break-words">
              <p className="flex flex-wrap items-center gap-2">
                <Badge>{service ?? 'Top of the file'}</Badge>
                <code className="min-w-0 break-all font-mono text-[0.8125rem]">{key}</code>
              </p>
              <p>
                {why.charAt(0).toUpperCase()}
                {why.slice(1)}.
              </p>
              <p className="text-soft">{instead}</p>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
