import { RelativeTime } from '@/components/feedback/relative-time'
import { Badge } from '@/components/ui/badge'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { Instance } from '@/lib/operations/app-environments/schema'
import { instanceLook, lastEnd } from './instance-look'

/** The processes that should run, and what the engine says of them. */
export function InstanceTable({ instances }: { instances: Instance[] }) {
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">Processes</h2>
      <Table label="Processes">
        <TableHeader>
          <tr>
            <TableHead>Process</TableHead>
            <TableHead>State</TableHead>
            <TableHead className="text-right">Restarts</TableHead>
            <TableHead className="max-sm:hidden">Last end</TableHead>
            <TableHead className="text-right max-sm:hidden">Memory limit</TableHead>
            <TableHead className="max-lg:hidden">Container</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {instances.map(instance => (
            <InstanceLine key={instance.id} instance={instance} />
          ))}
        </TableBody>
      </Table>
    </section>
  )
}

function InstanceLine({ instance }: { instance: Instance }) {
  const { processType, index, state, haltedAt, observedAt, restartCount, memoryMb, containerName } = instance
  const { word, tone } = instanceLook(instance)
  const since = haltedAt ?? (state === 'SERVING' ? observedAt : null)
  const end = lastEnd(instance)
  return (
    <TableRow>
      <TableCell className="font-medium">
        {processType}.{index}
      </TableCell>
      <TableCell>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={tone}>{word}</Badge>
          {since && <RelativeTime at={since} className="whitespace-nowrap text-soft text-xs" />}
        </span>
      </TableCell>
      <TableCell className="text-right tabular-nums">{restartCount}</TableCell>
      <TableCell className="max-sm:hidden">
        {end ? (
          <span className="flex flex-wrap gap-x-2">
            {end.words}
            <RelativeTime at={end.at} className="whitespace-nowrap text-soft" />
          </span>
        ) : (
          <span className="text-soft">None</span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-sm:hidden">{memoryMb} MB</TableCell>
      <TableCell className="font-mono text-soft text-xs max-lg:hidden">{containerName}</TableCell>
    </TableRow>
  )
}
