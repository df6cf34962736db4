import { Badge } from '@/components/ui/badge'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { neededVariables } from '@/lib/core/compose/fill'
import type { ComposeService } from '@/lib/core/compose/service'
import { commandText } from './command-text'

/** The services of a Compose file: where each image is from, what it runs, what it keeps, and how it is deployed. */
export function ServiceTable({ services }: { services: ComposeService[] }) {
  const variables = neededVariables(services)
  return (
    <div className="grid gap-3">
      <Table label="Services">
        <TableHeader>
          <TableRow>
            <TableHead>Service</TableHead>
            <TableHead>Image</TableHead>
            <TableHead>Command</TableHead>
            <TableHead>Volumes</TableHead>
            <TableHead>In a deployment</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {services.map(service => (
            <TableRow key={service.name}>
              <TableCell className="whitespace-nowrap font-medium">
                {service.name} {service.processType === 'web' && <Badge>web</Badge>}
              </TableCell>
              <TableCell className="font-mono text-[0.8125rem]">{imageText(service)}</TableCell>
              <TableCell className="break-all font-mono text-[0.8125rem]">
                {commandText(service.command)}
              </TableCell>
              <TableCell className="font-mono text-[0.8125rem]">
                {service.volumes.map(({ name }) => name).join(', ') || '–'}
              </TableCell>
              <TableCell>{deployText(service)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {variables.length > 0 && (
        <p className="text-soft">
          The file needs these variables of the app:{' '}
          <code className="break-words font-mono text-[0.8125rem] text-foreground">
            {variables.join(', ')}
          </code>
          .
        </p>
      )}
    </div>
  )
}

const imageText = ({ source }: ComposeService) =>
  source.kind === 'image' ? source.reference : `built from ${source.context || 'the repository'}`

function deployText({ processType, once, kept, replicas }: ComposeService): string {
  if (processType === 'web') return 'New beside old, without a gap'
  if (once) return 'Runs once, before what waits for it'
  if (kept) return 'Stays up unless something of it changed'
  return replicas === 1 ? 'Replaced at the switch' : `${replicas} replaced at the switch`
}
